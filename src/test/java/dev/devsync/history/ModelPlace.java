package dev.devsync.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// The model: what the host's folder must hold after a history, kept in memory.
final class ModelPlace implements Place {

    /// What is at a path. Modes and times are the host's business.
    sealed interface Node {
        /// @param content one character a byte
        record File(String content) implements Node {}

        record Folder() implements Node {}

        record Link(String target) implements Node {}
    }

    private final SortedMap<String, Node> nodes = new TreeMap<>();

    Map<String, Node> nodes() {
        return nodes;
    }

    @Override
    public Kind at(String path) {
        return switch (nodes.get(path)) {
            case null -> path.isEmpty() ? Kind.FOLDER : Kind.NOTHING;
            case Node.File _ -> Kind.FILE;
            case Node.Folder _ -> Kind.FOLDER;
            case Node.Link _ -> Kind.LINK;
        };
    }

    @Override
    public byte[] read(String file) {
        return ((Node.File) Objects.requireNonNull(nodes.get(file), file))
                .content()
                .getBytes(ISO_8859_1);
    }

    @Override
    public void write(String path, byte[] content) {
        nodes.put(path, new Node.File(new String(content, ISO_8859_1)));
    }

    @Override
    public void append(String file, byte[] content) {
        byte[] old = read(file);
        byte[] both = Arrays.copyOf(old, old.length + content.length);
        System.arraycopy(content, 0, both, old.length, content.length);
        write(file, both);
    }

    @Override
    public void truncate(String file, int size) {
        write(file, Arrays.copyOf(read(file), size));
    }

    @Override
    public void folder(String path) {
        nodes.put(path, new Node.Folder());
    }

    @Override
    public void link(String path, String target) {
        nodes.put(path, new Node.Link(target));
    }

    @Override
    public void delete(String path) {
        inside(path).clear();
        nodes.remove(path);
    }

    @Override
    public void move(String from, String to) {
        SortedMap<String, Node> moved = new TreeMap<>();
        inside(from).forEach((path, node) -> moved.put(to + path.substring(from.length()), node));
        Node node = Objects.requireNonNull(nodes.get(from), from);
        delete(from);
        nodes.put(to, node);
        nodes.putAll(moved);
    }

    @Override
    public void chmod(String path, int mode) {}

    @Override
    public long time(String file) {
        return 0;
    }

    @Override
    public void touch(String file, long nanos) {}

    @Override
    public List<String> below(String folder) {
        return new ArrayList<>((folder.isEmpty() ? nodes : inside(folder)).keySet());
    }

    /// `0` is the character after `/`.
    private SortedMap<String, Node> inside(String folder) {
        return nodes.subMap(folder + "/", folder + "0");
    }
}
