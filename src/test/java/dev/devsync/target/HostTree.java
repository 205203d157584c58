package dev.devsync.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/// A folder on the host that a test makes, with the tree that it holds. File names may be any bytes.
public final class HostTree {

    private final Path root;
    private Tree tree = Tree.EMPTY;
    private long clock = 1_700_000_000_123_456_789L;

    public HostTree(Path root) {
        this.root = root;
    }

    public Tree tree() {
        return tree;
    }

    public Path root() {
        return root;
    }

    /// The file for a path, byte by byte, whatever the locale.
    public Path fileOf(RelativePath path) {
        StringBuilder uri = new StringBuilder(root.toUri().getRawPath());
        if (uri.charAt(uri.length() - 1) != '/') {
            uri.append('/');
        }
        for (byte b : path.raw().getBytes(ISO_8859_1)) {
            uri.append(b == '/' ? "/" : "%%%02X".formatted(b & 0xff));
        }
        return Path.of(URI.create("file://" + uri));
    }

    public HostTree file(String path, String content) {
        return file(RelativePath.of(path), content.getBytes(UTF_8), 0644);
    }

    public HostTree file(RelativePath path, byte[] content, int mode) {
        try {
            Path file = fileOf(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            chmod(file, mode);
            clock += 1_000_000_007L;
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(0, clock)));
            addFolders(path.parent());
            tree = tree.with(path, new Entry.File(content.length, clock, mode));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HostTree folder(String path, int mode) {
        try {
            RelativePath at = RelativePath.of(path);
            Files.createDirectories(fileOf(at));
            chmod(fileOf(at), mode);
            addFolders(at.parent());
            tree = tree.with(at, new Entry.Directory(mode));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HostTree link(String path, String target) {
        try {
            RelativePath at = RelativePath.of(path);
            Files.createDirectories(fileOf(at.parent()));
            Files.createSymbolicLink(fileOf(at), Path.of(target));
            addFolders(at.parent());
            tree = tree.with(at, new Entry.Symlink(new String(target.getBytes(UTF_8), ISO_8859_1)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HostTree chmod(String path, int mode) {
        RelativePath at = RelativePath.of(path);
        chmod(fileOf(at), mode);
        Entry entry = tree.get(at);
        tree = tree.with(
                at,
                entry instanceof Entry.File file
                        ? new Entry.File(file.size(), file.mtimeNanos(), mode)
                        : new Entry.Directory(mode));
        return this;
    }

    private static void chmod(Path file, int mode) {
        try {
            Files.setAttribute(file, "unix:mode", mode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HostTree delete(String path) {
        RelativePath at = RelativePath.of(path);
        try (Stream<Path> below = Files.walk(fileOf(at))) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tree = tree.without(at);
        return this;
    }

    public HostTree rename(String from, String to) {
        RelativePath source = RelativePath.of(from);
        RelativePath target = RelativePath.of(to);
        try {
            Files.createDirectories(fileOf(target.parent()));
            Files.move(fileOf(source), fileOf(target), StandardCopyOption.REPLACE_EXISTING);
            addFolders(target.parent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Tree folder = tree.folder(source);
        Entry entry = Objects.requireNonNull(tree.get(source));
        tree = tree.without(source);
        tree = folder == null ? tree.with(target, entry) : tree.with(target, folder);
        return this;
    }

    private void addFolders(RelativePath folder) throws IOException {
        if (!folder.isRoot() && !(tree.get(folder) instanceof Entry.Directory)) {
            addFolders(folder.parent());
            int mode = (int) Files.getAttribute(fileOf(folder), "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
            tree = tree.with(folder, new Entry.Directory(mode));
        }
    }
}
