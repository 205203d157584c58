package dev.devsync.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// What the system says about a path without following a link.
///
/// @param size in bytes
/// @param mtimeNanos time of the last change, nanoseconds since 1970-01-01T00:00Z; anybody can set it
/// @param ctimeNanos time of the last change of the content or of anything about the file, which nobody can set; the
///     same as `mtimeNanos` where the system has none
/// @param mode permission bits, 0 to 07777
record Stat(Type type, long size, long mtimeNanos, long ctimeNanos, int mode) {

    enum Type {
        FILE,
        DIRECTORY,
        LINK,
        /// A socket, a pipe, a device.
        OTHER
    }

    // From <sys/stat.h>; the same on Linux and macOS.
    private static final int TYPE_BITS = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int PERMISSION_BITS = 07777;

    /// Whether modes and types can be had as numbers, with one call for everything.
    private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime";

    /// @throws NoSuchFileException if there is nothing; see also [#isGone]
    static Stat of(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return ofUnix(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
        }
        return ofPortable(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static Stat ofUnix(Map<String, Object> attributes) {
        int mode = (Integer) Objects.requireNonNull(attributes.get("mode"));
        long size = (Long) Objects.requireNonNull(attributes.get("size"));
        long mtime = nanos(attributes, "lastModifiedTime");
        long ctime = nanos(attributes, "ctime");
        Type type = switch (mode & TYPE_BITS) {
            case REGULAR -> Type.FILE;
            case DIRECTORY -> Type.DIRECTORY;
            case LINK -> Type.LINK;
            default -> Type.OTHER;
        };
        return new Stat(type, size, mtime, ctime, mode & PERMISSION_BITS);
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        return ((FileTime) Objects.requireNonNull(attributes.get(name))).to(TimeUnit.NANOSECONDS);
    }

    private static Stat ofPortable(BasicFileAttributes attributes) {
        Type type = attributes.isRegularFile()
                ? Type.FILE
                : attributes.isDirectory() ? Type.DIRECTORY : attributes.isSymbolicLink() ? Type.LINK : Type.OTHER;
        long mtime = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new Stat(type, attributes.size(), mtime, mtime, type == Type.DIRECTORY ? 0755 : 0644);
    }

    boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    /// Whether an error only says that the path is not what it was a moment ago, and not that it cannot be read.
    static boolean isGone(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof NotDirectoryException
                || e instanceof NotLinkException
                // A folder above became a file; the JDK has no exception of its own for ENOTDIR here.
                || (e instanceof FileSystemException x && "Not a directory".equals(x.getReason()));
    }

    /// What an error says, without the path.
    static String reason(IOException e) {
        String reason = e instanceof FileSystemException x ? x.getReason() : e.getMessage();
        if ("Too many open files".equals(reason)) {
            return "devsync may not open more files (see ulimit -n); it tries again every 2 s";
        }
        if (reason != null) {
            return reason;
        }
        return e instanceof AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName();
    }
}
