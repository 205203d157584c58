package dev.devsync.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Finds out what a target already has, before anything is sent.
///
/// Sizes and times decide where they can. Where they cannot, [#undecided] names the files whose digests must be
/// compared first; then [#result] gives the tree to take as acknowledged.
public final class Comparison {

    private final Tree wanted;
    private final Snapshot found;
    private final MtimePrecision precision;

    /// @param wanted the source's tree
    /// @param found what is in the target
    /// @param precision how exactly the target keeps times
    public Comparison(Tree wanted, Snapshot found, MtimePrecision precision) {
        this.wanted = wanted;
        this.found = found;
        this.precision = precision;
    }

    /// What a comparison comes to.
    ///
    /// @param acknowledged what the target has of the source's tree, and what must go from it
    /// @param corrections modes and times to set right on files whose content is right
    public record Result(Tree acknowledged, List<Change.SetAttributes> corrections) {}

    /// Files of the same size on both sides of which only a digest can tell whether they are equal.
    public List<RelativePath> undecided() {
        List<RelativePath> paths = new ArrayList<>();
        wanted.forEach((path, entry) -> {
            if (entry instanceof Entry.File host
                    && found.present().get(path) instanceof Entry.File there
                    && host.size() == there.size()
                    && !decidedlyEqual(path, host, there)) {
                paths.add(path);
            }
        });
        return paths;
    }

    private boolean decidedlyEqual(RelativePath path, Entry.File host, Entry.File there) {
        if (host.digest() != null || host.size() != there.size()) {
            return false; // changed a moment ago: its time cannot be trusted
        }
        if (precision.kept(host.mtimeNanos()) != there.mtimeNanos()) {
            return false;
        }
        return switch (precision) {
            case NANOSECONDS -> true;
            // The second says too little. The exact time that was recorded when it was written says enough.
            case SECONDS ->
                found.owned().get(path) instanceof Snapshot.FileWritten written
                        && written.size() == host.size()
                        && written.mtimeNanos() == host.mtimeNanos();
        };
    }

    /// @param equal the undecided files whose digests turned out equal
    /// @param mode what may be deleted
    /// @param unreadable paths on the host of which nobody can tell what is there or below: their absence means
    ///     nothing
    /// @param ignored whether the source's selection leaves a path out (second argument: whether it is a folder)
    public Result result(
            Set<RelativePath> equal,
            SyncMode mode,
            Collection<RelativePath> unreadable,
            BiPredicate<RelativePath, Boolean> ignored) {
        List<Change.SetAttributes> corrections = new ArrayList<>();
        Tree acknowledged = found.present().isEmpty()
                ? Tree.EMPTY
                : wanted.map((path, host) -> shared(path, host, equal, corrections));
        return new Result(withDoomed(acknowledged, mode, unreadable, ignored), corrections);
    }

    private @Nullable Entry shared(
            RelativePath path, Entry host, Set<RelativePath> equal, List<Change.SetAttributes> corrections) {
        Entry there = found.present().get(path);
        if (host instanceof Entry.File hostFile && there instanceof Entry.File file) {
            if (!decidedlyEqual(path, hostFile, file) && !equal.contains(path)) {
                return new Entry.File(file.size(), Long.MIN_VALUE, file.mode()); // differs, whatever its time says
            }
            if (file.mode() != hostFile.mode() || precision.kept(hostFile.mtimeNanos()) != file.mtimeNanos()) {
                corrections.add(new Change.SetAttributes(path, host));
            }
            return host;
        }
        if (there != null && host.isDirectory() && there.isDirectory() && !owns(path)) {
            return host; // somebody else made this folder: its mode is theirs
        }
        return there;
    }

    private static boolean isBelow(RelativePath path, Collection<RelativePath> folders) {
        return folders.stream().anyMatch(path::isWithin);
    }

    private boolean owns(RelativePath path) {
        return found.owned().containsKey(path);
    }

    /// Adds what is in the target, not on the host, and has to go.
    private Tree withDoomed(
            Tree acknowledged,
            SyncMode mode,
            Collection<RelativePath> unreadable,
            BiPredicate<RelativePath, Boolean> ignored) {
        TreeEditor tree = acknowledged.edit();
        switch (mode) {
            case ONE_WAY_SAFE -> {
                for (Map.Entry<RelativePath, Snapshot.Written> owned :
                        found.owned().entrySet()) {
                    RelativePath path = owned.getKey();
                    Entry there = wanted.get(path) == null ? found.present().get(path) : null;
                    if (there != null && !isBelow(path, unreadable)) {
                        tree.put(path, there);
                    }
                }
            }
            case ONE_WAY_REPLICA ->
                found.present().walk((path, there) -> {
                    if (wanted.get(path) == null) {
                        if (isBelow(path, unreadable) || ignored.test(path, there.isDirectory())) {
                            return false;
                        }
                        tree.put(path, there);
                    }
                    return true;
                });
        }
        return tree.tree();
    }
}
