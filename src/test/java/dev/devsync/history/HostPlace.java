package dev.devsync.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A folder of this machine.
final class HostPlace implements Place {

    private Path root;
    private long bytesWritten;

    HostPlace(Path root) {
        this.root = root.toAbsolutePath();
    }

    /// The same files are somewhere else from now on.
    void movedTo(Path folder) {
        root = folder.toAbsolutePath();
    }

    Path root() {
        return root;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    /// The file for a path, byte by byte, whatever the locale: a `file:` URI carries every byte.
    Path file(String path) {
        if (path.isEmpty()) {
            return root;
        }
        StringBuilder uri = new StringBuilder(root.toUri().getRawPath());
        if (uri.charAt(uri.length() - 1) != '/') {
            uri.append('/');
        }
        for (byte b : path.getBytes(ISO_8859_1)) {
            uri.append(b == '/' ? "/" : "%%%02X".formatted(b & 0xff));
        }
        return Path.of(URI.create("file://" + uri));
    }

    /// The last name of a file, one character a byte.
    static String name(Path file) {
        String raw = file.toUri().getRawPath();
        String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        String encoded = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                name.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                name.append(encoded.charAt(i));
            }
        }
        return name.toString();
    }

    @Override
    public Kind at(String path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory() ? Kind.FOLDER : attributes.isSymbolicLink() ? Kind.LINK : Kind.FILE;
        } catch (IOException _) {
            return Kind.NOTHING;
        }
    }

    @Override
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(file(file));
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        bytesWritten += content.length;
        Files.write(file(path), content);
    }

    @Override
    public void append(String file, byte[] content) throws IOException {
        bytesWritten += content.length;
        try (FileChannel channel = FileChannel.open(file(file), StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(content));
        }
    }

    @Override
    public void truncate(String file, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(file(file), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @Override
    public void folder(String path) throws IOException {
        Files.createDirectory(file(path));
    }

    @Override
    public void link(String path, String target) throws IOException {
        Files.createSymbolicLink(file(path), Path.of(target));
    }

    @Override
    public void delete(String path) throws IOException {
        deleteAll(file(path));
    }

    static void deleteAll(Path top) throws IOException {
        if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : children(top)) {
                deleteAll(child);
            }
        }
        Files.delete(top);
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        }
        return children;
    }

    @Override
    public void move(String from, String to) throws IOException {
        Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void chmod(String path, int mode) throws IOException {
        Files.setAttribute(file(path), "unix:mode", mode);
    }

    @Override
    public long time(String file) throws IOException {
        return Files.getLastModifiedTime(file(file)).to(TimeUnit.NANOSECONDS);
    }

    @Override
    public void touch(String file, long nanos) throws IOException {
        Files.setLastModifiedTime(file(file), FileTime.from(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public List<String> below(String folder) throws IOException {
        List<String> all = new ArrayList<>();
        collect(file(folder), folder.isEmpty() ? "" : folder + "/", all);
        Collections.sort(all);
        return all;
    }

    private static void collect(Path folder, String prefix, List<String> all) throws IOException {
        for (Path child : children(folder)) {
            String path = prefix + name(child);
            all.add(path);
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                collect(child, path + "/", all);
            }
        }
    }
}
