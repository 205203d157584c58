package dev.devsync.session;

import dev.devsync.delta.HostFile;
import dev.devsync.target.Applied;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.RenamedContents;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Comparison;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a new connection begins with: finds out what the target has, then brings it up to date.
///
/// Nothing is sent that is there already; what devsync had written and the host no longer has is removed.
final class CatchUp {

    private final Target target;
    private final SyncMode mode;
    private final SourceRules rules;
    private final Contents contents;

    CatchUp(Target target, SyncMode mode, SourceRules rules, Contents contents) {
        this.target = target;
        this.mode = mode;
        this.rules = rules;
        this.contents = contents;
    }

    /// How it stands before anything is sent.
    ///
    /// @param acknowledged what the target has of the source's tree, and what must go from it
    /// @param delta what to send
    /// @param recordIsRight whether the target's record of what devsync owns needs no renewal
    record Plan(Tree acknowledged, Delta delta, boolean recordIsRight) {}

    /// Compares. Nothing is changed.
    ///
    /// @param found what the target has
    /// @param unreadable paths of which the source cannot tell what is there or below
    Plan plan(Snapshot found, Tree wanted, Collection<RelativePath> unreadable) throws TargetException {
        Comparison comparison =
                new Comparison(wanted, found, target.capabilities().mtime());
        Comparison.Result result =
                comparison.result(equal(comparison.undecided(), wanted), mode, unreadable, rules::ignores);
        return new Plan(
                result.acknowledged(),
                Delta.between(result.acknowledged(), wanted).with(result.corrections()),
                recordIsRight(result.acknowledged(), wanted, found.owned()));
    }

    /// Sends what a plan asks for and leaves the record right.
    ///
    /// @return what came of it
    Applied carryOut(Plan plan, Tree wanted, Progress progress) throws TargetException {
        Applied applied = plan.delta().isEmpty()
                ? new Applied(List.of(), 0)
                : target.apply(plan.delta(), RenamedContents.of(contents, plan.acknowledged(), plan.delta()), progress);
        if (!plan.recordIsRight()) {
            target.recordOwned(Delta.acknowledged(plan.acknowledged(), wanted, applied.failed()));
        }
        return applied;
    }

    private Set<RelativePath> equal(List<RelativePath> undecided, Tree wanted) throws TargetException {
        if (undecided.isEmpty()) {
            return Set.of();
        }
        Map<RelativePath, Digest> there = target.digests(undecided);
        return undecided.parallelStream()
                .filter(path -> there.containsKey(path) && Objects.equals(there.get(path), digest(path, wanted)))
                .collect(Collectors.toSet());
    }

    private @Nullable Digest digest(RelativePath path, Tree wanted) {
        if (wanted.get(path) instanceof Entry.File file && file.digestTaken() != null) {
            return file.digestTaken();
        }
        try {
            return HostFile.digest(contents.fileOf(path));
        } catch (IOException e) {
            return null; // unreadable or gone by now: sending it will tell
        }
    }

    /// Whether the record names everything that is equal, with exact times where the target keeps none.
    private boolean recordIsRight(Tree acknowledged, Tree wanted, Map<RelativePath, Snapshot.Written> owned) {
        boolean[] right = {true};
        acknowledged.walk((path, entry) -> {
            if (entry.equals(wanted.get(path)) && !isRecorded(entry, owned.get(path))) {
                right[0] = false;
            }
            return right[0];
        });
        return right[0];
    }

    private boolean isRecorded(Entry entry, Snapshot.@Nullable Written written) {
        if (!(entry instanceof Entry.File file)) {
            return written != null;
        }
        return switch (target.capabilities().mtime()) {
            case NANOSECONDS -> written != null;
            case SECONDS ->
                written instanceof Snapshot.FileWritten w
                        && w.size() == file.size()
                        && w.mtimeNanos() == file.mtimeNanos();
        };
    }
}
