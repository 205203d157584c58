package dev.devsync.tree;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Many changes to a [Tree] at once. A tree is immutable, so each change costs a copy of the folders on the way to
/// it; an editor copies each folder once, however many changes there are in it.
///
///     Tree changed = tree.edit().put(a, entry).remove(b).tree();
///
/// What it has been told is seen at once by [#get] and [#folder]. For one thread.
public final class TreeEditor {

    /// What is to become of a child: a node, a folder that is being edited, or nothing.
    private record Slot(@Nullable Node node, @Nullable Folder open) {
        static final Slot GONE = new Slot(null, null);
    }

    /// A folder that is being edited: what it was, and what differs.
    private static final class Folder {
        private final Branch before;
        private Entry.Directory directory;
        private final TreeMap<String, Slot> changes = new TreeMap<>();

        Folder(Branch before) {
            this.before = before;
            this.directory = before.entry();
        }

        @Nullable
        Node closed(String name) {
            Slot slot = changes.get(name);
            return slot == null ? before.child(name) : slot.node;
        }

        @Nullable
        Folder open(String name) {
            Slot slot = changes.get(name);
            return slot == null ? null : slot.open;
        }

        /// The child as a folder to edit; one that is missing, or a leaf, becomes an empty folder.
        Folder enter(String name) {
            Folder open = open(name);
            if (open == null) {
                open = new Folder(closed(name) instanceof Branch branch ? branch : Branch.EMPTY);
                changes.put(name, new Slot(null, open));
            }
            return open;
        }

        Branch close() {
            if (changes.isEmpty()) {
                return directory.equals(before.entry()) ? before : before.with(directory);
            }
            TreeMap<String, @Nullable Node> closed = new TreeMap<>();
            changes.forEach((name, slot) -> closed.put(name, slot.open == null ? slot.node : slot.open.close()));
            return before.with(directory, closed);
        }
    }

    private final Tree before;
    private Folder root;
    private boolean changed;

    TreeEditor(Tree before, Branch root) {
        this.before = before;
        this.root = new Folder(root);
    }

    /// What is at the path by now, or null.
    public @Nullable Entry get(RelativePath path) {
        Folder folder = root;
        List<String> segments = path.segments();
        for (int i = 0; i < segments.size(); i++) {
            Folder open = folder.open(segments.get(i));
            if (open == null) {
                Node node = below(folder.closed(segments.get(i)), segments, i + 1);
                return node == null ? null : node.entry();
            }
            folder = open;
        }
        return folder.directory;
    }

    /// The folder at the path as a tree of its own as it is by now, or null if there is none.
    public @Nullable Tree folder(RelativePath path) {
        Folder folder = root;
        List<String> segments = path.segments();
        for (int i = 0; i < segments.size(); i++) {
            Folder open = folder.open(segments.get(i));
            if (open == null) {
                return below(folder.closed(segments.get(i)), segments, i + 1) instanceof Branch branch
                        ? new Tree(branch)
                        : null;
            }
            folder = open;
        }
        return new Tree(folder.close());
    }

    private static @Nullable Node below(@Nullable Node top, List<String> segments, int from) {
        Node node = top;
        for (int i = from; i < segments.size() && node != null; i++) {
            node = node instanceof Branch branch ? branch.child(segments.get(i)) : null;
        }
        return node;
    }

    /// Puts an entry at a path. Folders that are missing above it are added with mode 0755; a file in the place of
    /// such a folder is replaced. A folder put on a folder keeps what is in it.
    ///
    /// @throws IllegalArgumentException if the path is the root and the entry no folder
    public TreeEditor put(RelativePath path, Entry entry) {
        if (entry instanceof Entry.Directory directory) {
            enter(path).directory = directory;
        } else if (path.isRoot()) {
            throw new IllegalArgumentException("the root is a folder");
        } else {
            enter(path.parent()).changes.put(path.name(), new Slot(new Leaf(entry), null));
        }
        changed = true;
        return this;
    }

    /// Puts a whole folder at a path, in place of what was there.
    public TreeEditor put(RelativePath path, Tree folder) {
        if (path.isRoot()) {
            root = new Folder(folder.root());
        } else {
            enter(path.parent()).changes.put(path.name(), new Slot(folder.root(), null));
        }
        changed = true;
        return this;
    }

    /// Removes a path and all below it.
    ///
    /// @throws IllegalArgumentException for the root
    public TreeEditor remove(RelativePath path) {
        if (path.isRoot()) {
            throw new IllegalArgumentException("the root stays");
        }
        if (get(path) != null) {
            enter(path.parent()).changes.put(path.name(), Slot.GONE);
            changed = true;
        }
        return this;
    }

    private Folder enter(RelativePath path) {
        Folder folder = root;
        for (String name : path.segments()) {
            folder = folder.enter(name);
        }
        return folder;
    }

    /// The tree with all changes; the one that was there before itself if there were none. The editor can go on.
    public Tree tree() {
        return changed ? new Tree(root.close()) : before;
    }
}
