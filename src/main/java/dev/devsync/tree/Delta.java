package dev.devsync.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What turns one tree into another, in the order in which it is safe to do.
///
/// 1. Deletions that make room: whatever lies below a folder that becomes a file or a link.
/// 2. Puts and attributes, a folder before what is in it.
/// 3. All other deletions, the deepest first. They come last so that a renamed file is never
///    missing under both of its names.
///
/// @param changes the steps in order
public record Delta(List<Change> changes) {

    public static final Delta NONE = new Delta(List.of());

    public Delta {
        changes = List.copyOf(changes);
    }

    /// The difference between what a target has acknowledged and what it shall have.
    public static Delta between(Tree acknowledged, Tree wanted) {
        List<Change> room = new ArrayList<>();
        List<Change> puts = new ArrayList<>();
        List<Change> deletions = new ArrayList<>();
        acknowledged.compare(wanted, (path, before, after) -> {
            if (after == null) {
                Entry gone = Objects.requireNonNull(before);
                (hasLeafAbove(wanted, path) ? room : deletions).add(new Change.Delete(path, gone));
            } else if (before != null && onlyAttributesDiffer(before, after)) {
                puts.add(new Change.SetAttributes(path, after));
            } else {
                puts.add(new Change.Put(path, after));
            }
        });
        List<Change> changes = new ArrayList<>(room.size() + puts.size() + deletions.size());
        changes.addAll(room.reversed());
        changes.addAll(puts);
        changes.addAll(deletions.reversed());
        return changes.isEmpty() ? NONE : new Delta(changes);
    }

    /// This delta with more attributes to set, before its last deletions.
    public Delta with(List<Change.SetAttributes> corrections) {
        int at = changes.size();
        while (at > 0 && changes.get(at - 1) instanceof Change.Delete) {
            at--;
        }
        List<Change> all = new ArrayList<>(changes);
        all.addAll(at, corrections);
        return all.isEmpty() ? NONE : new Delta(all);
    }

    /// What was carried out of this delta when some paths failed.
    public Delta without(Collection<RelativePath> failed) {
        if (failed.isEmpty()) {
            return this;
        }
        Set<RelativePath> left = Set.copyOf(failed);
        return new Delta(
                changes.stream().filter(change -> !left.contains(change.path())).toList());
    }

    private static boolean hasLeafAbove(Tree wanted, RelativePath path) {
        for (RelativePath above = path.parent(); !above.isRoot(); above = above.parent()) {
            Entry entry = wanted.get(above);
            if (entry != null) {
                return !entry.isDirectory();
            }
        }
        return false;
    }

    private static boolean onlyAttributesDiffer(Entry before, Entry after) {
        if (before instanceof Entry.File a && after instanceof Entry.File b) {
            boolean knownEqual = a.digest() != null && a.digest().equals(b.digest()) && a.size() == b.size();
            return knownEqual || (a.sameContent(b) && a.mode() != b.mode() && !b.isSuspectAfter(a));
        }
        return before.isDirectory() && after.isDirectory();
    }

    /// The tree of a target that had `before` and was sent the delta to `wanted`, of which some changes failed.
    ///
    /// @param failed paths whose change did not happen; they are left as they were
    public static Tree acknowledged(Tree before, Tree wanted, Collection<RelativePath> failed) {
        TreeEditor tree = wanted.edit();
        for (RelativePath path : new TreeSet<>(failed)) {
            Entry entry = before.get(path);
            if (entry == null) {
                tree.remove(path);
            } else {
                tree.put(path, entry);
            }
        }
        return tree.tree();
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// The size of the files that are to be sent, in bytes.
    public long bytes() {
        long bytes = 0;
        for (Change change : changes) {
            if (change instanceof Change.Put(RelativePath _, Entry.File file)) {
                bytes += file.size();
            }
        }
        return bytes;
    }
}
