package dev.devsync.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// A path below the root of a source or a target, as the bytes that the file system uses.
///
/// File names are bytes on Linux, and not always UTF-8, so a path is kept as a string of which every
/// character stands for one byte (ISO 8859-1). That is compact, compares as bytes do, and loses nothing.
/// Use [#display()] to show one and [#text()] to match one against a pattern.
///
/// A path never starts with a slash and never contains an empty segment, `.`, `..` or NUL, so that it
/// cannot lead out of the root that it is resolved against.
///
/// @param raw the bytes of the path, one per character; empty for the root itself
public record RelativePath(String raw) implements Comparable<RelativePath> {

    /// The root itself.
    public static final RelativePath ROOT = new RelativePath("");

    /// @throws IllegalArgumentException if the path is absolute, or has an empty segment, `.`, `..`, NUL or a
    ///     character that is not a byte
    public RelativePath {
        if (!raw.isEmpty()) {
            int start = 0;
            for (int i = 0; i <= raw.length(); i++) {
                char c = i == raw.length() ? '/' : raw.charAt(i);
                if (c == 0 || c > 0xff) {
                    throw new IllegalArgumentException("not a byte of a file name: U+%04X".formatted((int) c));
                }
                if (c == '/') {
                    checkSegment(raw, start, i);
                    start = i + 1;
                }
            }
        }
    }

    private static void checkSegment(String raw, int start, int end) {
        int length = end - start;
        boolean dots = length > 0 && length <= 2 && raw.charAt(start) == '.' && raw.charAt(end - 1) == '.';
        if (length == 0 || dots) {
            throw new IllegalArgumentException("not a relative path below its root: " + raw);
        }
    }

    /// A path from text, encoded as UTF-8.
    public static RelativePath of(String text) {
        return ofBytes(text.getBytes(UTF_8));
    }

    /// A path from the bytes of the file system.
    public static RelativePath ofBytes(byte[] bytes) {
        return new RelativePath(new String(bytes, ISO_8859_1));
    }

    public byte[] bytes() {
        return raw.getBytes(ISO_8859_1);
    }

    public boolean isRoot() {
        return raw.isEmpty();
    }

    /// The last segment, raw; empty for the root.
    public String name() {
        return raw.substring(raw.lastIndexOf('/') + 1);
    }

    /// The folder that holds this path; the root is its own parent.
    public RelativePath parent() {
        int slash = raw.lastIndexOf('/');
        return slash < 0 ? ROOT : new RelativePath(raw.substring(0, slash));
    }

    /// The child of this folder with a raw name.
    public RelativePath child(String rawName) {
        return new RelativePath(raw.isEmpty() ? rawName : raw + "/" + rawName);
    }

    /// The raw segments from the top down; none for the root.
    public List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (int start = 0; start < raw.length(); ) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            segments.add(raw.substring(start, end));
            start = end + 1;
        }
        return segments;
    }

    /// How many names it has; none for the root.
    public int depth() {
        return isRoot() ? 0 : 1 + (int) raw.chars().filter(c -> c == '/').count();
    }

    /// Whether this is that path or lies below it.
    public boolean isWithin(RelativePath folder) {
        return folder.isRoot()
                || (raw.startsWith(folder.raw)
                        && (raw.length() == folder.raw.length() || raw.charAt(folder.raw.length()) == '/'));
    }

    /// The path as text: decoded as UTF-8, with U+FFFD for what is not UTF-8.
    public String text() {
        return new String(bytes(), UTF_8);
    }

    /// The path for people: UTF-8 with control characters and undecodable bytes escaped, safe on any terminal.
    public String display() {
        return isRoot() ? "." : Text.printable(bytes());
    }

    /// Orders as a walk does: a folder comes before what is in it, siblings by their bytes.
    @Override
    public int compareTo(RelativePath other) {
        int common = Math.min(raw.length(), other.raw.length());
        for (int i = 0; i < common; i++) {
            char a = raw.charAt(i);
            char b = other.raw.charAt(i);
            if (a != b) {
                return a == '/' ? -1 : b == '/' ? 1 : Character.compare(a, b);
            }
        }
        return Integer.compare(raw.length(), other.raw.length());
    }

    @Override
    public String toString() {
        return display();
    }
}
