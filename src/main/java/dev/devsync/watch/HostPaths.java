package dev.devsync.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HexFormat;

/// Translates between the paths of a [dev.devsync.tree.Tree] and those of the host, without losing a byte.
///
/// File names on Linux are bytes. Java decodes them for [Path#toString()] by the locale, so that a name that is
/// not UTF-8 (or, with `LANG=C`, not ASCII) cannot be taken from or put into a string. A `file:` URI, however,
/// carries every byte percent-encoded, both ways (JDK 25: `UnixUriUtils`). Asking for the URI costs a stat, so
/// plain ASCII names, which are the same in every encoding, go by strings.
///
/// On macOS and Windows names are text, and UTF-8 here, on macOS in NFC ([HostNames]).
public final class HostPaths {

    /// Nothing can exist below it, so that no URI made of a path below it ever gets the slash that marks a folder.
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Path root;
    private final HostNames names;
    private final String rootUri;

    /// @param root the source's folder; need not exist
    public HostPaths(Path root) {
        this(root, HostNames.ofThisSystem());
    }

    HostPaths(Path root, HostNames names) {
        this.names = names;
        this.root = root.toAbsolutePath().normalize();
        String uri = this.root.toUri().toString();
        this.rootUri = uri.endsWith("/") ? uri : uri + "/";
    }

    /// The source's folder, absolute.
    public Path root() {
        return root;
    }

    /// The host's path for a path of the tree.
    public Path resolve(RelativePath path) {
        if (path.isRoot()) {
            return root;
        }
        if (names != HostNames.BYTES) {
            return root.resolve(path.text());
        }
        return isAscii(path.raw()) ? root.resolve(path.raw()) : Path.of(URI.create(rootUri + encode(path.raw())));
    }

    /// The tree's path for a host's path that was made by resolving against the root.
    ///
    /// @throws IllegalArgumentException if the path does not lie below the root
    public RelativePath relative(Path path) {
        if (path.equals(root)) {
            return RelativePath.ROOT;
        }
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("not below " + root + ": " + path);
        }
        return new RelativePath(raw(root.relativize(path)));
    }

    /// The last segment of a host's path as it is in the tree: one byte per character.
    String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : raw(name);
    }

    /// Where a link points, one byte per character.
    ///
    /// @throws IOException if it cannot be read, or is no longer a link
    String target(Path link) throws IOException {
        return raw(Files.readSymbolicLink(link));
    }

    /// Whether names that differ only in case, or in their normal form, are two files.
    boolean tellSpellingsApart() {
        return names == HostNames.BYTES;
    }

    /// Whether the last name of a path is not how the file is called, although the host finds the file by it:
    /// `Readme` after a rename to `README`.
    boolean isMisspelt(Path path) {
        if (tellSpellingsApart()) {
            return false;
        }
        try {
            // Since JDK 21 it gives names as they are in their folders on every system.
            return !name(path.toRealPath(LinkOption.NOFOLLOW_LINKS)).equals(name(path));
        } catch (IOException e) {
            return false; // not there by any spelling
        }
    }

    /// Whether two names could be one file's.
    boolean mayBeTheSame(String name, String other) {
        return !tellSpellingsApart() && text(name).equalsIgnoreCase(text(other));
    }

    private static String text(String raw) {
        return new String(raw.getBytes(ISO_8859_1), UTF_8);
    }

    private String raw(Path path) {
        String text = path.toString();
        return switch (names) {
            case TEXT -> raw(text);
            case COMPOSED_TEXT -> raw(Normalizer.normalize(text, Normalizer.Form.NFC));
            case BYTES -> isAscii(text) ? text : rawBytes(path, text);
        };
    }

    private static String raw(String text) {
        return new String(text.replace('\\', '/').getBytes(UTF_8), ISO_8859_1);
    }

    private static String rawBytes(Path path, String text) {
        if (!path.isAbsolute()) {
            return decode(NOWHERE.resolve(path).toUri().getRawPath())
                    .substring(NOWHERE.toString().length() + 1);
        }
        String raw = decode(path.toUri().getRawPath());
        // The URI of a folder ends in a slash, whether the path did or not.
        return raw.endsWith("/") && !text.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String encode(String raw) {
        StringBuilder uri = new StringBuilder(raw.length() + 16);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '/' || c == '.' || (c < 0x80 && Character.isLetterOrDigit(c))) {
                uri.append(c);
            } else {
                uri.append('%').append(HexFormat.of().toHexDigits((byte) c));
            }
        }
        return uri.toString();
    }

    private static String decode(String uri) {
        StringBuilder raw = new StringBuilder(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%') {
                raw.append((char) HexFormat.fromHexDigits(uri, i + 1, i + 3));
                i += 2;
            } else {
                raw.append(c);
            }
        }
        return raw.toString();
    }
}
