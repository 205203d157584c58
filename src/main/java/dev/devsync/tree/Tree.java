package dev.devsync.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// An immutable picture of a folder: relative path → [Entry].
///
/// Trees share structure: a change ([#edit]) copies only the folders on the way to it, and comparing two trees skips
/// every folder that they share. So a new revision of a large tree costs what changed, not what there is.
public final class Tree {

    /// A folder without anything in it.
    public static final Tree EMPTY = new Tree(Branch.EMPTY);

    private final Branch root;

    Tree(Branch root) {
        this.root = root;
    }

    Branch root() {
        return root;
    }

    /// Collects the children of one folder, in any order, into a tree. Scans build trees bottom-up with it.
    public static final class Builder {
        private final Entry.Directory directory;
        private final TreeMap<String, Node> children = new TreeMap<>();

        public Builder(Entry.Directory directory) {
            this.directory = directory;
        }

        /// Adds a file or a link under a raw name.
        public Builder put(String name, Entry entry) {
            children.put(name, entry instanceof Entry.Directory folder ? Branch.empty(folder) : new Leaf(entry));
            return this;
        }

        /// Adds a folder under a raw name; the root of the given tree becomes that folder.
        public Builder put(String name, Tree folder) {
            children.put(name, folder.root);
            return this;
        }

        public boolean isEmpty() {
            return children.isEmpty();
        }

        public Tree build() {
            return new Tree(Branch.of(directory, children));
        }
    }

    /// A tree of entries in any order. Folders that are missing above an entry are added with mode 0755.
    ///
    /// @throws IllegalArgumentException if an entry lies below one that is not a folder
    public static Tree of(Map<RelativePath, ? extends Entry> entries) {
        TreeEditor editor = EMPTY.edit();
        new TreeMap<RelativePath, Entry>(entries).forEach((path, entry) -> {
            if (!path.isRoot()) {
                checkIsFolder(path.parent(), editor);
                editor.put(path, entry);
            }
        });
        return editor.tree();
    }

    /// In walk order a folder comes before what is in it, so whatever is there is there by now, and what is
    /// above that was looked at when it came.
    private static void checkIsFolder(RelativePath path, TreeEditor editor) {
        for (RelativePath above = path; !above.isRoot(); above = above.parent()) {
            Entry entry = editor.get(above);
            if (entry != null && !entry.isDirectory()) {
                throw new IllegalArgumentException("not a folder: " + above);
            }
            if (entry != null) {
                return;
            }
        }
    }

    /// What is at the path, or null.
    public @Nullable Entry get(RelativePath path) {
        Node node = node(path);
        return node == null ? null : node.entry();
    }

    public boolean contains(RelativePath path) {
        return node(path) != null;
    }

    /// The folder at the path as a tree of its own, or null if there is none.
    public @Nullable Tree folder(RelativePath path) {
        return node(path) instanceof Branch branch ? new Tree(branch) : null;
    }

    private @Nullable Node node(RelativePath path) {
        Node node = root;
        for (String name : path.segments()) {
            node = node instanceof Branch branch ? branch.child(name) : null;
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /// Starts to make several changes; one alone is made by [#with] and [#without].
    public TreeEditor edit() {
        return new TreeEditor(this, root);
    }

    /// This tree with an entry at a path, as by [TreeEditor#put(RelativePath, Entry)].
    public Tree with(RelativePath path, Entry entry) {
        return edit().put(path, entry).tree();
    }

    /// This tree with a whole folder at a path, in place of what was there.
    public Tree with(RelativePath path, Tree folder) {
        return edit().put(path, folder).tree();
    }

    /// This tree without a path and all below it.
    ///
    /// @return this tree itself if there is nothing at the path
    /// @throws IllegalArgumentException for the root
    public Tree without(RelativePath path) {
        return edit().remove(path).tree();
    }

    /// Decides what becomes of an entry.
    @FunctionalInterface
    public interface Mapping {
        /// @return the entry to have instead, or null to leave the path out with all below it
        @Nullable
        Entry apply(RelativePath path, Entry entry);
    }

    /// This tree with every entry below the root replaced or left out. A folder that becomes something else loses
    /// what is in it.
    public Tree map(Mapping mapping) {
        return new Tree(root.map(RelativePath.ROOT, root.entry(), mapping));
    }

    /// The entry of the root folder.
    public Entry.Directory rootEntry() {
        return root.entry();
    }

    /// How many files and links there are.
    public long files() {
        return root.files();
    }

    /// The size of all files, in bytes.
    public long bytes() {
        return root.bytes();
    }

    public boolean isEmpty() {
        return root.isEmpty();
    }

    /// The raw names in the root folder, sorted.
    public List<String> names() {
        return root.names();
    }

    /// Visits everything below the root, a folder before what is in it, siblings by their bytes.
    public void forEach(BiConsumer<RelativePath, Entry> visitor) {
        walk((path, entry) -> {
            visitor.accept(path, entry);
            return true;
        });
    }

    /// As [#forEach], but a folder for which the visitor answers false is not entered.
    public void walk(BiPredicate<RelativePath, Entry> visitor) {
        root.walk(RelativePath.ROOT, visitor);
    }

    /// All paths below the root in walk order.
    public List<RelativePath> paths() {
        List<RelativePath> paths = new ArrayList<>();
        forEach((path, entry) -> paths.add(path));
        return paths;
    }

    /// Receives each path at which two trees differ.
    @FunctionalInterface
    public interface Difference {
        /// @param before what the first tree has there, null if nothing
        /// @param after what the second tree has there, null if nothing; never equal to `before`
        void at(RelativePath path, @Nullable Entry before, @Nullable Entry after);
    }

    /// Reports every path below the root at which this tree and a newer one differ, in walk order. Folders that
    /// both trees share are skipped without a look.
    public void compare(Tree newer, Difference difference) {
        Branch.compare(RelativePath.ROOT, root, newer.root, difference);
    }

    /// Equal trees have equal entries at equal paths; the root's own mode does not count.
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Tree tree)) {
            return false;
        }
        boolean[] differ = new boolean[1];
        compare(tree, (path, before, after) -> differ[0] = true);
        return !differ[0];
    }

    @Override
    public int hashCode() {
        int[] hash = new int[1];
        forEach((path, entry) -> hash[0] = hash[0] * 31 + path.hashCode() * 17 + entry.hashCode());
        return hash[0];
    }

    @Override
    public String toString() {
        return "Tree[" + files() + " files, " + bytes() + " bytes]";
    }
}
