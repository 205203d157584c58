package dev.devsync.target.docker;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parts what the archive API can do of a delta from what it cannot.
///
/// One impossible entry would fail a whole upload, with the entries before it already in place.
///
/// @param changes what to send, in order
/// @param linksOut links that lead out of the root, to be sent after them: Engine 20.10 refuses an archive
///     with a link that leads out of the folder in which it unpacks (28.5 and podman 5.8 take it)
/// @param problems what cannot be done
record ArchivePlan(List<Change> changes, List<Change> linksOut, List<PathProblem> problems) {

    /// @param known what is in the target
    /// @param mounts what is mounted below its root
    static ArchivePlan of(Delta delta, Tree known, List<Mount> mounts, TargetPath root) {
        List<Change> changes = new ArrayList<>();
        List<Change> linksOut = new ArrayList<>();
        List<PathProblem> problems = new ArrayList<>();
        Set<RelativePath> blocked = new HashSet<>();
        for (Change change : delta.changes()) {
            String why = obstacle(change, known, mounts, root, blocked);
            if (why != null) {
                problems.add(new PathProblem(change.path(), PathProblem.Kind.REFUSED, why));
                blocked.add(change.path());
            } else if (change instanceof Change.Put(RelativePath path, Entry.Symlink link) && leadsOut(path, link)) {
                linksOut.add(change);
            } else if (!(change instanceof Change.Delete)) {
                changes.add(change);
            }
        }
        return new ArchivePlan(changes, linksOut, problems);
    }

    /// By its text alone, as the engine judges it, which takes an absolute target for one below the folder. A
    /// link that leads out and in again counts as well: what is safe for one is for the other.
    private static boolean leadsOut(RelativePath path, Entry.Symlink link) {
        int depth = path.depth() - 1;
        for (String name : link.target().split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> depth--;
                default -> depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String obstacle(
            Change change, Tree known, List<Mount> mounts, TargetPath root, Set<RelativePath> blocked) {
        Entry there = known.get(change.path());
        return switch (change) {
            case Change.Delete _ -> there == null ? null : "cannot be deleted: there is no shell in the container";
            case Change.Put(RelativePath path, Entry entry) ->
                obstacle(path, entry, there, known, mounts, root, blocked);
            case Change.SetAttributes(RelativePath path, Entry entry) ->
                obstacle(path, entry, there, known, mounts, root, blocked);
        };
    }

    private static @Nullable String obstacle(
            RelativePath path,
            Entry entry,
            @Nullable Entry there,
            Tree known,
            List<Mount> mounts,
            TargetPath root,
            Set<RelativePath> blocked) {
        if (there != null && there.isDirectory() != entry.isDirectory()) {
            return entry.isDirectory()
                    ? "cannot become a folder: there is no shell in the container to remove the file"
                    : "cannot take the place of a folder: there is no shell in the container to remove that";
        }
        for (RelativePath above = path.parent(); !above.isRoot(); above = above.parent()) {
            Entry folder = known.get(above);
            if (folder != null && !folder.isDirectory()) {
                return above + " is no folder in the container, and there is no shell to remove it";
            }
            if (blocked.contains(above)) {
                return above + " cannot be made";
            }
        }
        return mountObstacle(path, mounts, root);
    }

    private static @Nullable String mountObstacle(RelativePath path, List<Mount> mounts, TargetPath root) {
        for (Mount mount : mounts) {
            RelativePath at = RelativePath.of(
                    mount.destination().value().substring(root.value().length() + 1));
            if (!path.isWithin(at)) {
                continue;
            }
            if (mount.type() == Mount.Type.TMPFS) {
                return mount.destination() + " is a tmpfs, into which Docker's archive API does not see";
            }
            if (mount.access() == Mount.Access.READ_ONLY) {
                return mount.destination() + " is mounted read-only";
            }
        }
        return null;
    }
}
