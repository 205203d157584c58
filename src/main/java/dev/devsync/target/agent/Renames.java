package dev.devsync.target.agent;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files that a delta brings under one name and takes away under another: they are in the target already.
///
/// A rename keeps size, time and mode, which is how pairs are found. That is a guess; whoever uses it has the target
/// compare digests.
final class Renames {

    static final Renames NONE = new Renames(Map.of());

    /// Below both of these the files that move from one folder to another are sent: linking them takes a process or
    /// two in the target, as unpacking does.
    private static final int WORTHWHILE_FILES = 8;

    private static final long WORTHWHILE_BYTES = 128 * 1024;

    private final Map<RelativePath, RelativePath> formerNames;

    private Renames(Map<RelativePath, RelativePath> formerNames) {
        this.formerNames = formerNames;
    }

    /// What a rename keeps.
    private record Trait(long size, long mtimeNanos, int mode) {
        static Trait of(Entry.File file) {
            return new Trait(file.size(), file.mtimeNanos(), file.mode());
        }
    }

    private record Folders(RelativePath from, RelativePath to) {}

    private record Pair(RelativePath from, RelativePath to, long bytes) {
        Folders folders() {
            return new Folders(from.parent(), to.parent());
        }
    }

    static Renames in(Delta delta) {
        Map<Trait, List<RelativePath>> deleted = new HashMap<>();
        for (Change change : delta.changes()) {
            if (change instanceof Change.Delete(RelativePath path, Entry.File file) && canBeListed(path)) {
                deleted.computeIfAbsent(Trait.of(file), trait -> new ArrayList<>(1))
                        .add(path);
            }
        }
        if (deleted.isEmpty()) {
            return NONE;
        }
        Map<Folders, List<Pair>> pairs = new LinkedHashMap<>();
        for (Change change : delta.changes()) {
            if (change instanceof Change.Put(RelativePath path, Entry.File file)
                    && file.size() > 0
                    && canBeListed(path)) {
                takeFormer(path, file, deleted)
                        .map(former -> new Pair(former, path, file.size()))
                        .ifPresent(pair -> pairs.computeIfAbsent(pair.folders(), folders -> new ArrayList<>())
                                .add(pair));
            }
        }
        Map<RelativePath, RelativePath> formerNames = new HashMap<>();
        pairs.values().stream()
                .filter(Renames::isWorthwhile)
                .forEach(some -> some.forEach(pair -> formerNames.put(pair.to(), pair.from())));
        return formerNames.isEmpty() ? NONE : new Renames(formerNames);
    }

    /// Lists of digests have a line for each name, and not every tool knows how others escape it.
    private static boolean canBeListed(RelativePath path) {
        return path.raw().chars().noneMatch(c -> c == '\n' || c == '\r' || c == '\\');
    }

    private static boolean isWorthwhile(List<Pair> pairs) {
        return pairs.size() >= WORTHWHILE_FILES
                || pairs.stream().mapToLong(Pair::bytes).sum() >= WORTHWHILE_BYTES;
    }

    /// The deleted file that this one most likely was: the one of the same name with the most folders in common above
    /// it, else a large one. None is taken twice.
    private static Optional<RelativePath> takeFormer(
            RelativePath path, Entry.File file, Map<Trait, List<RelativePath>> deleted) {
        List<RelativePath> candidates = deleted.getOrDefault(Trait.of(file), List.of());
        Optional<RelativePath> former = candidates.stream()
                .filter(candidate -> candidate.name().equals(path.name()) || file.size() >= WORTHWHILE_BYTES)
                .max(Comparator.comparingInt(candidate -> commonEnd(candidate, path)));
        former.ifPresent(candidates::remove);
        return former;
    }

    /// How many names at the ends of two paths are the same.
    private static int commonEnd(RelativePath one, RelativePath other) {
        int common = 0;
        RelativePath a = one;
        RelativePath b = other;
        while (!a.isRoot() && !b.isRoot() && a.name().equals(b.name())) {
            common++;
            a = a.parent();
            b = b.parent();
        }
        return common;
    }

    /// The name under which the target has a file that the delta puts, if it has it.
    Optional<RelativePath> formerNameOf(RelativePath put) {
        return Optional.ofNullable(formerNames.get(put));
    }
}
