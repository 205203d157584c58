package dev.devsync.target.relay;

import dev.devsync.target.TargetException;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A delta that has arrived as a whole, with the contents of its files in a folder of its own.
final class Incoming implements AutoCloseable {

    private static final long NANOS = 1_000_000_000L;
    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final Delta delta;
    private final Map<RelativePath, Path> files = new HashMap<>();
    private final List<RelativePath> unusable = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private @Nullable IOException full;

    private Incoming(Path folder, Delta delta) {
        this.folder = folder;
        this.delta = delta;
    }

    /// Reads it from a line.
    ///
    /// @param place where to put its folder
    /// @throws IOException if the line ends before; nothing is left of it then
    static Incoming receive(RelayReader in, Path place) throws IOException {
        Delta delta = in.delta();
        Incoming incoming = new Incoming(Files.createTempDirectory(place, "delta"), delta);
        boolean whole = false;
        try {
            for (Change change : delta.changes()) {
                if (change instanceof Change.Put(RelativePath path, Entry.File file)) {
                    incoming.file(in, path, file);
                }
            }
            whole = true;
            return incoming;
        } finally {
            if (!whole) {
                incoming.close();
            }
        }
    }

    private void file(RelayReader in, RelativePath path, Entry.File file) throws IOException {
        Path content = folder.resolve(Integer.toString(files.size()));
        files.put(path, content);
        try (Content sink = new Content(content)) {
            copy(in.stream(), file.size(), sink);
        }
        if (in.number() == 0) { // it changed on the laptop while it was read
            unusable.add(path);
        } else if (full == null) {
            long nanos = file.mtimeNanos();
            Files.setLastModifiedTime(
                    content,
                    FileTime.from(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))));
        }
    }

    private void copy(InputStream in, long size, Content sink) throws IOException {
        for (long left = size; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("the line ended within a file");
            }
            sink.write(n);
            left -= n;
        }
    }

    /// Where the bytes of one file go. When the disk is full they go nowhere, because what comes after them on the
    /// line must still be found.
    private final class Content implements AutoCloseable {
        private @Nullable OutputStream out;

        Content(Path file) {
            try {
                out = full == null ? Files.newOutputStream(file) : null;
            } catch (IOException e) {
                full = e;
            }
        }

        void write(int count) {
            try {
                if (out != null && full == null) {
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                full = e;
            }
        }

        @Override
        public void close() {
            try {
                if (out != null) {
                    out.close();
                }
            } catch (IOException e) {
                full = e;
            }
        }
    }

    /// What can be carried out of it: all but the files that changed while they were read.
    ///
    /// @throws TargetException.NoSpace if there was no room for it
    Delta usable() throws TargetException {
        if (full != null) {
            throw new TargetException.NoSpace("there is no room for what was sent (" + full.getMessage() + ")");
        }
        return unusable.isEmpty() ? delta : delta.without(unusable);
    }

    /// The content of one of its files.
    Path fileOf(RelativePath path) {
        return files.getOrDefault(path, folder.resolve("none"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : (Iterable<Path>) inside::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
