package dev.devsync.delta;

import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Reads files of the host that may change at any moment.
///
/// A copy has always as many bytes as the entry says: what a vanished or shortened file lacks is made up with
/// zeros, and the result tells that they must not be used. So a stream whose lengths were announced stays whole.
public final class HostFile {

    private static final int BUFFER = 64 * 1024;
    private static final long NANOS = 1_000_000_000L;

    private final byte[] buffer = new byte[BUFFER];
    private final LongConsumer progress;

    /// @param progress told the number of bytes after each read, at most 64 KiB
    public HostFile(LongConsumer progress) {
        this.progress = progress;
    }

    /// What became of a copy.
    ///
    /// @param outcome whether the bytes are those of the entry
    /// @param detail why not, for people; empty if they are
    public record Sent(Outcome outcome, String detail) {
        static final Sent INTACT = new Sent(Outcome.INTACT, "");
    }

    /// Whether a copy can be used.
    public enum Outcome {
        /// The bytes are the file's, and it did not change while they were read.
        INTACT,
        /// The file changed or vanished meanwhile.
        CHANGED,
        /// The file could not be read.
        UNREADABLE
    }

    /// Copies a file. A link in its place is not followed.
    ///
    /// @param file what it was when it was scanned
    /// @param host where it is
    /// @throws IOException if `out` cannot be written; trouble with the file itself is in the result
    public Sent copy(Entry.File file, Path host, OutputStream out) throws IOException {
        MessageDigest digest = file.digestTaken() == null ? null : Digest.begin();
        long left = file.size();
        try (InputStream in = open(host)) {
            while (left > 0) {
                int n = read(in, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new Unusable(new Sent(Outcome.CHANGED, "became shorter while it was read"));
                }
                if (digest != null) {
                    digest.update(buffer, 0, n);
                }
                out.write(buffer, 0, n);
                progress.accept(n);
                left -= n;
            }
            return unchanged(file, host, digest) ? Sent.INTACT : new Sent(Outcome.CHANGED, "changed while it was read");
        } catch (Unusable e) {
            zeros(left, out);
            return e.sent;
        }
    }

    /// The digest of a file's content.
    ///
    /// @throws IOException if it cannot be read
    public static Digest digest(Path host) throws IOException {
        MessageDigest digest = Digest.begin();
        byte[] bytes = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(host, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                digest.update(bytes, 0, n);
            }
        }
        return Digest.of(digest.digest());
    }

    /// Trouble with the file that is read, told apart from trouble with the stream that is written.
    private static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Sent sent;

        Unusable(Sent sent) {
            super(sent.detail());
            this.sent = sent;
        }

        Unusable(IOException cause) {
            super(cause);
            this.sent = cause instanceof NoSuchFileException
                    ? new Sent(Outcome.CHANGED, "vanished while it was read")
                    : new Sent(Outcome.UNREADABLE, "cannot be read on the host (" + reason(cause) + ")");
        }

        private static String reason(IOException e) {
            if (e instanceof AccessDeniedException) {
                return "permission denied";
            }
            String reason = e instanceof FileSystemException f ? f.getReason() : null;
            return reason == null ? String.valueOf(e.getMessage()) : reason;
        }
    }

    private static InputStream open(Path host) throws Unusable {
        try {
            return Files.newInputStream(host, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new Unusable(e);
        }
    }

    private int read(InputStream in, int limit) throws Unusable {
        try {
            return in.read(buffer, 0, limit);
        } catch (IOException e) {
            throw new Unusable(e);
        }
    }

    private static boolean unchanged(Entry.File file, Path host, @Nullable MessageDigest digest) throws Unusable {
        if (digest != null && !Digest.of(digest.digest()).equals(file.digestTaken())) {
            return false;
        }
        try {
            var now = Files.readAttributes(host, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile()
                    && now.size() == file.size()
                    && now.lastModifiedTime().equals(time(file.mtimeNanos()));
        } catch (IOException e) {
            throw new Unusable(e);
        }
    }

    private void zeros(long count, OutputStream out) throws IOException {
        Arrays.fill(buffer, (byte) 0);
        for (long left = count; left > 0; ) {
            int n = (int) Math.min(buffer.length, left);
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    static FileTime time(long nanos) {
        return FileTime.from(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)));
    }
}
