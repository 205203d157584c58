package dev.devsync.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// A folder with its children, sorted by name.
final class Branch implements Node {

    static final Branch EMPTY = new Branch(new Entry.Directory(0755), new String[0], new Node[0]);

    private final Entry.Directory directory;
    private final String[] names;
    private final Node[] nodes;
    private final long files;
    private final long bytes;

    private Branch(Entry.Directory directory, String[] names, Node[] nodes) {
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

    static Branch empty(Entry.Directory directory) {
        return new Branch(directory, EMPTY.names, EMPTY.nodes);
    }

    static Branch of(Entry.Directory directory, SortedMap<String, Node> children) {
        return new Branch(
                directory,
                children.keySet().toArray(String[]::new),
                children.values().toArray(Node[]::new));
    }

    @Override
    public Entry.Directory entry() {
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

    boolean isEmpty() {
        return names.length == 0;
    }

    /// Sorted.
    List<String> names() {
        return List.of(names);
    }

    @Nullable
    Node child(String name) {
        int i = Arrays.binarySearch(names, name);
        return i < 0 ? null : nodes[i];
    }

    /// The same children in a folder with other attributes.
    Branch with(Entry.Directory other) {
        return new Branch(other, names, nodes);
    }

    /// This folder with some children replaced, added or, where the map has null, left out: in one go, because each
    /// copy costs as much as the folder is large.
    Branch with(Entry.Directory newDirectory, SortedMap<String, @Nullable Node> changes) {
        String[] newNames = new String[names.length + changes.size()];
        Node[] newNodes = new Node[newNames.length];
        int kept = 0;
        int i = 0;
        for (Map.Entry<String, @Nullable Node> change : changes.entrySet()) {
            String name = change.getKey();
            int at = Arrays.binarySearch(names, i, names.length, name);
            int until = at < 0 ? -at - 1 : at;
            System.arraycopy(names, i, newNames, kept, until - i);
            System.arraycopy(nodes, i, newNodes, kept, until - i);
            kept += until - i;
            i = at < 0 ? until : at + 1;
            Node node = change.getValue();
            if (node != null) {
                newNames[kept] = name;
                newNodes[kept++] = node;
            }
        }
        System.arraycopy(names, i, newNames, kept, names.length - i);
        System.arraycopy(nodes, i, newNodes, kept, names.length - i);
        kept += names.length - i;
        return new Branch(newDirectory, Arrays.copyOf(newNames, kept), Arrays.copyOf(newNodes, kept));
    }

    @SuppressWarnings("ReferenceEquality") // the same node is shared, an equal one may be replaced
    Branch map(RelativePath at, Entry.Directory newDirectory, Tree.Mapping mapping) {
        String[] newNames = new String[names.length];
        Node[] newNodes = new Node[names.length];
        int kept = 0;
        for (int i = 0; i < names.length; i++) {
            RelativePath path = at.child(names[i]);
            Node node = nodes[i];
            Entry entry = mapping.apply(path, node.entry());
            if (entry == null) {
                continue;
            }
            newNames[kept] = names[i];
            newNodes[kept++] = switch (entry) {
                case Entry.Directory d -> (node instanceof Branch below ? below : EMPTY).map(path, d, mapping);
                case Entry.File _, Entry.Symlink _ -> entry == node.entry() ? node : new Leaf(entry);
            };
        }
        return new Branch(newDirectory, Arrays.copyOf(newNames, kept), Arrays.copyOf(newNodes, kept));
    }

    void walk(RelativePath at, BiPredicate<RelativePath, Entry> visitor) {
        for (int i = 0; i < names.length; i++) {
            RelativePath path = at.child(names[i]);
            Node node = nodes[i];
            if (visitor.test(path, node.entry()) && node instanceof Branch below) {
                below.walk(path, visitor);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the point: what is shared needs no look
    static void compare(RelativePath at, @Nullable Branch before, @Nullable Branch after, Tree.Difference found) {
        if (before == after) {
            return;
        }
        Branch a = before == null ? EMPTY : before;
        Branch b = after == null ? EMPTY : after;
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
}
