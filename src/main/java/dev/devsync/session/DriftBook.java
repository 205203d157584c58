package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides by the mode what becomes of what others did to a target, and tells of each once.
///
/// What they deleted is brought back in either mode. What they changed is theirs, and maybe the only copy:
/// one-way-safe leaves it until the file changes on the host or the target is connected anew, and says so as long as
/// it lasts; a replica is to be a mirror, so it is overwritten there, and what was added goes.
final class DriftBook {

    private final TargetName name;
    private final SyncMode mode;
    private final SourceRules rules;
    private final Reporter reporter;
    private Set<RelativePath> left = new TreeSet<>();

    DriftBook(TargetName name, SyncMode mode, SourceRules rules, Reporter reporter) {
        this.name = name;
        this.mode = mode;
        this.rules = rules;
        this.reporter = reporter;
    }

    /// Whether something has to go that only a scan knows in whole.
    boolean needsCatchUp(DriftWatch.Drift drift) {
        return mode == SyncMode.ONE_WAY_REPLICA && !foreign(drift).isEmpty();
    }

    private List<RelativePath> foreign(DriftWatch.Drift drift) {
        return drift.added().stream()
                .filter(path -> !rules.ignores(path, false) || !rules.ignores(path, true))
                .toList();
    }

    /// Tells what was found.
    ///
    /// @return what the target has in truth, as far as it shall be mended
    Tree found(DriftWatch.Drift drift, Tree acknowledged) {
        tell(drift.deleted(), Event.Drift.What.DELETED, Event.Drift.Outcome.RESTORED);
        if (mode == SyncMode.ONE_WAY_REPLICA) {
            tell(drift.changed(), Event.Drift.What.CHANGED, Event.Drift.Outcome.RESTORED);
            tell(foreign(drift), Event.Drift.What.ADDED, Event.Drift.Outcome.REMOVED);
        } else {
            tell(
                    drift.changed().stream()
                            .filter(path -> !left.contains(path))
                            .toList(),
                    Event.Drift.What.CHANGED,
                    Event.Drift.Outcome.LEFT);
            left = new TreeSet<>(drift.changed());
        }
        TreeEditor tree = acknowledged.edit();
        drift.deleted().forEach(tree::remove);
        if (mode == SyncMode.ONE_WAY_REPLICA) {
            drift.changed().forEach(tree::remove);
        }
        return tree.tree();
    }

    private void tell(Collection<RelativePath> paths, Event.Drift.What what, Event.Drift.Outcome outcome) {
        if (!paths.isEmpty()) {
            reporter.on(new Event.Drift(name, what, outcome, List.copyOf(paths)));
        }
    }

    /// What was sent is no longer as others left it.
    void sent(Delta delta) {
        if (!left.isEmpty()) {
            delta.changes().stream().map(Change::path).forEach(left::remove);
        }
    }

    void clear() {
        left.clear();
    }

    /// What is still not as on the host, for the status; null if nothing is.
    @Nullable
    String problem() {
        return left.isEmpty()
                ? null
                : "changed in the container, not by devsync: " + Event.Drift.some(List.copyOf(left));
    }
}
