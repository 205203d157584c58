package dev.devsync.session;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The paths that a target would not take. They are tried again at a pace of their own, or at once when they change
/// on the host; without that, each delta would carry all of their contents in vain.
final class HeldBack {

    private static final Duration FIRST = Duration.ofMillis(250);

    /// A file that is being written is most likely done by then.
    private static final Duration FIRST_WHEN_CHANGING = Duration.ofMillis(10);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /// @param wanted what was tried to bring about; null for a deletion
    /// @param next when to try again, by the clock
    private record Hold(@Nullable Entry wanted, Duration pause, long next) {}

    private final LongSupplier nanoTime;
    private final Map<RelativePath, Hold> holds = new HashMap<>();

    HeldBack() {
        this(System::nanoTime);
    }

    HeldBack(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// What has to wait of a delta: the paths that are held, and all below them.
    List<RelativePath> waiting(Delta delta, Tree wanted) {
        if (holds.isEmpty()) {
            return List.of();
        }
        long now = nanoTime.getAsLong();
        Set<RelativePath> waiting = new TreeSet<>();
        holds.forEach((path, hold) -> {
            if (hold.next - now > 0 && Objects.equals(hold.wanted, wanted.get(path))) {
                waiting.add(path);
            }
        });
        return delta.changes().stream()
                .map(Change::path)
                .filter(path -> isWithin(path, waiting))
                .toList();
    }

    private static boolean isWithin(RelativePath path, Set<RelativePath> folders) {
        for (RelativePath above = path; !above.isRoot(); above = above.parent()) {
            if (folders.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /// Takes note of what came of a delta that was tried.
    ///
    /// @param tried what was sent
    void tried(Delta tried, Collection<PathProblem> problems, Tree wanted) {
        Map<RelativePath, Hold> before = Map.copyOf(holds);
        tried.changes().forEach(change -> holds.remove(change.path()));
        for (PathProblem problem : problems) {
            hold(problem, wanted.get(problem.path()), before.get(problem.path()));
        }
    }

    private void hold(PathProblem problem, @Nullable Entry wanted, @Nullable Hold before) {
        Duration first = problem.kind() == PathProblem.Kind.CHANGING ? FIRST_WHEN_CHANGING : FIRST;
        Duration pause = before != null && Objects.equals(before.wanted, wanted) ? before.pause.multipliedBy(2) : first;
        Duration capped = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        holds.put(problem.path(), new Hold(wanted, capped, nanoTime.getAsLong() + capped.toNanos()));
    }

    /// Forgets paths that no delta names any more.
    void keepOnly(Delta delta) {
        if (!holds.isEmpty()) {
            Set<RelativePath> named = new TreeSet<>();
            delta.changes().forEach(change -> named.add(change.path()));
            holds.keySet().retainAll(named);
        }
    }

    void clear() {
        holds.clear();
    }

    Set<RelativePath> paths() {
        return Set.copyOf(holds.keySet());
    }

    /// How long until something is to be tried again, at most `limit`.
    Duration untilNext(Duration limit) {
        long now = nanoTime.getAsLong();
        long first = limit.toNanos();
        for (Hold hold : holds.values()) {
            first = Math.min(first, hold.next - now);
        }
        return Duration.ofNanos(Math.max(0, first));
    }
}
