package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.Access;
import dev.devsync.target.Capabilities;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Text;
import dev.devsync.tree.Tree;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what [RelayWriter] wrote. Nothing that comes over a line is believed: paths, digests and counts are checked,
/// and memory is taken for what has arrived, never for what was announced.
final class RelayReader {

    private static final int BUFFER = 64 * 1024;

    /// No name, message or link is longer.
    private static final int LONGEST_TEXT = 1 << 20;

    private static final int MODE = 07777;

    private final DataInputStream in;

    RelayReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    }

    /// For the bytes of files.
    InputStream stream() {
        return in;
    }

    Mark mark() throws IOException {
        try {
            return Mark.of(in.readUnsignedByte());
        } catch (IllegalArgumentException e) {
            throw nonsense(e);
        }
    }

    long number() throws IOException {
        return in.readLong();
    }

    String text() throws IOException {
        return new String(bytes(LONGEST_TEXT), UTF_8);
    }

    private String raw() throws IOException {
        return new String(bytes(LONGEST_TEXT), ISO_8859_1);
    }

    byte[] bytes(int longest) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > longest) {
            throw new IOException("a text of " + length + " bytes was announced");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the line ended within a text");
        }
        return bytes;
    }

    @FunctionalInterface
    interface Item<T> {
        T read() throws IOException;
    }

    <T> List<T> list(Item<T> item) throws IOException {
        List<T> items = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            items.add(item.read());
        }
        return items;
    }

    RelativePath path() throws IOException {
        return checked(() -> new RelativePath(raw()));
    }

    Digest digest() throws IOException {
        return checked(() -> new Digest(raw()));
    }

    Entry entry() throws IOException {
        return switch (in.readUnsignedByte()) {
            case 'f' -> file();
            case 'd' -> new Entry.Directory(in.readShort() & MODE);
            case 'l' -> new Entry.Symlink(raw());
            default -> throw new IOException("an entry of a kind that is not known");
        };
    }

    private Entry.File file() throws IOException {
        long size = in.readLong();
        long mtimeNanos = in.readLong();
        int mode = in.readShort() & MODE;
        String digest = raw();
        if (size < 0) {
            throw new IOException("a file of " + size + " bytes");
        }
        return checked(() -> new Entry.File(size, mtimeNanos, mode, digest.isEmpty() ? null : new Digest(digest)));
    }

    Delta delta() throws IOException {
        return new Delta(list(() -> {
            int kind = in.readUnsignedByte();
            RelativePath path = path();
            Entry entry = entry();
            if (path.isRoot()) {
                throw new IOException("a change of the root itself");
            }
            return switch (kind) {
                case 'p' -> new Change.Put(path, entry);
                case 'a' -> new Change.SetAttributes(path, entry);
                case 'x' -> new Change.Delete(path, entry);
                default -> throw new IOException("a change of a kind that is not known");
            };
        }));
    }

    Tree tree() throws IOException {
        Map<RelativePath, Entry> entries = new HashMap<>();
        while (in.readBoolean()) {
            entries.put(path(), entry());
        }
        return checked(() -> Tree.of(entries));
    }

    Map<RelativePath, Entry> entries() throws IOException {
        Map<RelativePath, Entry> entries = new HashMap<>();
        list(() -> entries.put(path(), entry()));
        return entries;
    }

    Map<RelativePath, Digest> digests() throws IOException {
        Map<RelativePath, Digest> digests = new HashMap<>();
        list(() -> digests.put(path(), digest()));
        return digests;
    }

    Snapshot snapshot() throws IOException {
        Tree present = tree();
        Map<RelativePath, Snapshot.Written> owned = new HashMap<>();
        list(() -> owned.put(
                path(),
                in.readBoolean() ? new Snapshot.FileWritten(in.readLong(), in.readLong()) : Snapshot.Unknown.UNKNOWN));
        return new Snapshot(present, owned);
    }

    List<PathProblem> problems() throws IOException {
        return list(() -> new PathProblem(path(), checked(() -> PathProblem.Kind.valueOf(text())), text()));
    }

    Capabilities capabilities() throws IOException {
        return new Capabilities(
                Text.printable(text()),
                checked(() -> MtimePrecision.valueOf(text())),
                list(() -> Text.printable(text())),
                checked(() -> Access.valueOf(text())),
                in.readLong());
    }

    /// @param relay whose trouble it is, for people
    TargetException trouble(String relay) throws IOException {
        int kind = in.readUnsignedByte();
        String message = relay + ": " + Text.printable(text());
        String advice = Text.printable(text());
        return switch (kind) {
            case 'n' -> new TargetException.NoSpace(message);
            case 's' -> new TargetException.Stale(message);
            case 'r' -> new TargetException.Refused(message, advice);
            case 'f' -> new TargetException.Fenced(message);
            default -> new TargetException.Disconnected(message, null);
        };
    }

    HubReport report() throws IOException {
        return new HubReport(
                Text.printable(text()),
                text(),
                number(),
                Text.printable(text()),
                list(() -> new HubReport.Passed(
                        Text.printable(text()),
                        Text.printable(text()),
                        number(),
                        number(),
                        number(),
                        number(),
                        Text.printable(text()),
                        Text.printable(text()))));
    }

    HubComparison comparison() throws IOException {
        return new HubComparison(
                Text.printable(text()),
                number(),
                digest(),
                digest(),
                list(() -> new HubComparison.Difference(path(), Text.printable(text()))));
    }

    private static <T> T checked(Item<T> item) throws IOException {
        try {
            return item.read();
        } catch (IllegalArgumentException e) {
            throw nonsense(e);
        }
    }

    private static IOException nonsense(IllegalArgumentException e) {
        return new IOException("the other side makes no sense: " + Text.printable(String.valueOf(e.getMessage())), e);
    }
}
