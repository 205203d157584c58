package dev.devsync.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// An immutable picture of a folder: relative path → [Entry].
///
/// Trees share structure: [#with] and [#without] copy only the folders on the way to the path, and
/// comparing two trees skips every folder that they share. So a new revision of a large tree costs what
/// changed, not what there is.
public final class Tree {

    /// A folder without anything in it.
    public static final Tree EMPTY = new Tree(new Branch(new Entry.Directory(0755), new String[0], new Node[0]));

    /// A leaf holds an entry that is not a folder; a branch is a folder with its children, sorted by name.
    private sealed interface Node {
        Entry entry();

        long files();

        long bytes();
    }

    private record Leaf(Entry entry) implements Node {
        @Override
        public long files() {
            return 1;
        }

        @Override
        public long bytes() {
            return entry instanceof Entry.File file ? file.size() : 0;
        }
    }

    private static final class Branch implements Node {
        final Entry.Directory directory;
        final String[] names;
        final Node[] nodes;
        final long files;
        final long bytes;

        Branch(Entry.Directory directory, String[] names, Node[] nodes) {
            this.directory = directory;
            this.names = names;
            this.nodes = nodes;
            long allFiles = 0;
            long allBytes = 0;
            for (Node node : nodes) {
                allFiles += node.files();
                allBytes += node.bytes();
            }
            this.files = allFiles;
            this.bytes = allBytes;
        }

        @Override
        public Entry entry() {
            return directory;
        }

        @Override
        public long files() {
            return files;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Nullable
        Node child(String name) {
            int i = Arrays.binarySearch(names, name);
            return i < 0 ? null : nodes[i];
        }

        Branch with(String name, Node node) {
            int i = Arrays.binarySearch(names, name);
            if (i >= 0) {
                Node[] changed = nodes.clone();
                changed[i] = node;
                return new Branch(directory, names, changed);
            }
            int at = -i - 1;
            String[] moreNames = new String[names.length + 1];
            Node[] moreNodes = new Node[nodes.length + 1];
            System.arraycopy(names, 0, moreNames, 0, at);
            System.arraycopy(nodes, 0, moreNodes, 0, at);
            moreNames[at] = name;
            moreNodes[at] = node;
            System.arraycopy(names, at, moreNames, at + 1, names.length - at);
            System.arraycopy(nodes, at, moreNodes, at + 1, nodes.length - at);
            return new Branch(directory, moreNames, moreNodes);
        }

        Branch without(String name) {
            int i = Arrays.binarySearch(names, name);
            if (i < 0) {
                return this;
            }
            String[] fewerNames = new String[names.length - 1];
            Node[] fewerNodes = new Node[nodes.length - 1];
            System.arraycopy(names, 0, fewerNames, 0, i);
            System.arraycopy(nodes, 0, fewerNodes, 0, i);
            System.arraycopy(names, i + 1, fewerNames, i, fewerNames.length - i);
            System.arraycopy(nodes, i + 1, fewerNodes, i, fewerNodes.length - i);
            return new Branch(directory, fewerNames, fewerNodes);
        }
    }

    private final Branch root;

    private Tree(Branch root) {
        this.root = root;
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
            children.put(
                    name,
                    entry instanceof Entry.Directory d
                            ? new Branch(d, EMPTY.root.names, EMPTY.root.nodes)
                            : new Leaf(entry));
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
            return new Tree(new Branch(
                    directory,
                    children.keySet().toArray(String[]::new),
                    children.values().toArray(Node[]::new)));
        }
    }

    /// A tree of entries in any order. Folders that are missing above an entry are added with mode 0755.
    ///
    /// @throws IllegalArgumentException if an entry lies below one that is not a folder
    public static Tree of(Map<RelativePath, ? extends Entry> entries) {
        Map<RelativePath, Builder> folders = new TreeMap<>();
        folders.put(RelativePath.ROOT, new Builder(EMPTY.root.directory));
        entries.forEach((path, entry) -> {
            if (entry instanceof Entry.Directory directory && !path.isRoot()) {
                folders.put(path, new Builder(directory));
            }
        });
        entries.forEach((path, entry) -> {
            if (!entry.isDirectory()) {
                folderAt(path.parent(), folders, entries).put(path.name(), entry);
            }
        });
        for (RelativePath path : List.copyOf(folders.keySet())) {
            folderAt(path.parent(), folders, entries);
        }
        Tree built = EMPTY;
        // From the deepest up: in walk order a folder comes before what is in it.
        for (RelativePath path : List.copyOf(folders.keySet()).reversed()) {
            built = Objects.requireNonNull(folders.get(path)).build();
            if (!path.isRoot()) {
                Objects.requireNonNull(folders.get(path.parent())).put(path.name(), built);
            }
        }
        return built;
    }

    private static Builder folderAt(
            RelativePath path, Map<RelativePath, Builder> folders, Map<RelativePath, ? extends Entry> entries) {
        Builder folder = folders.get(path);
        if (folder != null) {
            return folder;
        }
        if (entries.containsKey(path)) {
            throw new IllegalArgumentException("not a folder: " + path);
        }
        Builder added = new Builder(EMPTY.root.directory);
        folders.put(path, added);
        folderAt(path.parent(), folders, entries);
        return added;
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

    /// This tree with an entry at a path. Folders that are missing above it are added with mode 0755; a file in
    /// the place of such a folder is replaced. A folder put on a folder keeps what is in it.
    public Tree with(RelativePath path, Entry entry) {
        List<String> segments = path.segments();
        if (segments.isEmpty()) {
            if (!(entry instanceof Entry.Directory directory)) {
                throw new IllegalArgumentException("the root is a folder");
            }
            return new Tree(new Branch(directory, root.names, root.nodes));
        }
        return new Tree(with(root, segments, 0, old -> {
            if (!(entry instanceof Entry.Directory directory)) {
                return new Leaf(entry);
            }
            return old instanceof Branch b
                    ? new Branch(directory, b.names, b.nodes)
                    : new Branch(directory, EMPTY.root.names, EMPTY.root.nodes);
        }));
    }

    /// This tree with a whole folder at a path, in place of what was there.
    public Tree with(RelativePath path, Tree folder) {
        return path.isRoot() ? folder : new Tree(with(root, path.segments(), 0, old -> folder.root));
    }

    @FunctionalInterface
    private interface Replacement {
        Node instead(@Nullable Node old);
    }

    private static Branch with(Branch branch, List<String> segments, int depth, Replacement replacement) {
        String name = segments.get(depth);
        Node old = branch.child(name);
        if (depth == segments.size() - 1) {
            return branch.with(name, replacement.instead(old));
        }
        Branch below = old instanceof Branch b ? b : EMPTY.root;
        return branch.with(name, with(below, segments, depth + 1, replacement));
    }

    /// This tree without a path and all below it.
    ///
    /// @throws IllegalArgumentException for the root
    public Tree without(RelativePath path) {
        if (path.isRoot()) {
            throw new IllegalArgumentException("the root stays");
        }
        Branch changed = without(root, path.segments(), 0);
        return changed == root ? this : new Tree(changed);
    }

    private static Branch without(Branch branch, List<String> segments, int depth) {
        String name = segments.get(depth);
        if (depth == segments.size() - 1) {
            return branch.without(name);
        }
        if (!(branch.child(name) instanceof Branch below)) {
            return branch;
        }
        Branch changed = without(below, segments, depth + 1);
        return changed == below ? branch : branch.with(name, changed);
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
        return new Tree(map(RelativePath.ROOT, root, root.directory, mapping));
    }

    @SuppressWarnings("ReferenceEquality") // the same node is shared, an equal one may be replaced
    private static Branch map(RelativePath at, Branch branch, Entry.Directory directory, Mapping mapping) {
        String[] names = new String[branch.names.length];
        Node[] nodes = new Node[branch.names.length];
        int kept = 0;
        for (int i = 0; i < branch.names.length; i++) {
            RelativePath path = at.child(branch.names[i]);
            Node node = branch.nodes[i];
            Entry entry = mapping.apply(path, node.entry());
            if (entry == null) {
                continue;
            }
            names[kept] = branch.names[i];
            nodes[kept++] = switch (entry) {
                case Entry.Directory d -> map(path, node instanceof Branch below ? below : EMPTY.root, d, mapping);
                case Entry.File _, Entry.Symlink _ -> entry == node.entry() ? node : new Leaf(entry);
            };
        }
        return new Branch(directory, Arrays.copyOf(names, kept), Arrays.copyOf(nodes, kept));
    }

    /// The entry of the root folder.
    public Entry.Directory rootEntry() {
        return root.directory;
    }

    /// How many files and links there are.
    public long files() {
        return root.files;
    }

    /// The size of all files, in bytes.
    public long bytes() {
        return root.bytes;
    }

    public boolean isEmpty() {
        return root.names.length == 0;
    }

    /// The raw names in the root folder, sorted.
    public List<String> names() {
        return List.of(root.names);
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
        walk(RelativePath.ROOT, root, visitor);
    }

    private static void walk(RelativePath at, Branch branch, BiPredicate<RelativePath, Entry> visitor) {
        for (int i = 0; i < branch.names.length; i++) {
            RelativePath path = at.child(branch.names[i]);
            Node node = branch.nodes[i];
            if (visitor.test(path, node.entry()) && node instanceof Branch below) {
                walk(path, below, visitor);
            }
        }
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
        compare(RelativePath.ROOT, root, newer.root, difference);
    }

    @SuppressWarnings("ReferenceEquality") // the point: what is shared needs no look
    private static void compare(RelativePath at, @Nullable Branch before, @Nullable Branch after, Difference found) {
        if (before == after) {
            return;
        }
        Branch a = before == null ? EMPTY.root : before;
        Branch b = after == null ? EMPTY.root : after;
        int i = 0;
        int j = 0;
        while (i < a.names.length || j < b.names.length) {
            int order = i == a.names.length ? 1 : j == b.names.length ? -1 : a.names[i].compareTo(b.names[j]);
            Node x = order <= 0 ? a.nodes[i] : null;
            Node y = order >= 0 ? b.nodes[j] : null;
            RelativePath path = at.child(order <= 0 ? a.names[i++] : b.names[j]);
            if (order >= 0) {
                j++;
            }
            if (x == y) {
                continue;
            }
            Entry old = x == null ? null : x.entry();
            Entry now = y == null ? null : y.entry();
            if (!Objects.equals(old, now)) {
                found.at(path, old, now);
            }
            compare(path, x instanceof Branch p ? p : null, y instanceof Branch q ? q : null, found);
        }
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
