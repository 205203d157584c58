package dev.devsync.delta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.Owner;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// Writes entries as tar, the same bytes for the same entries every time but for the times of folders and links.
///
/// Names are raw bytes, longer ones in GNU's form, which busybox and GNU tar both read whatever the bytes are
/// (POSIX headers would have to be UTF-8). User and group names stay empty, so that only the numbers count.
public final class TarWriter implements Closeable {

    private final TarArchiveOutputStream tar;
    private final MtimePrecision precision;
    private final @Nullable Owner owner;
    private final HostFile hostFile;
    private LongUnaryOperator times = LongUnaryOperator.identity();

    /// What folders and links get: their times take no part in a sync, but 1970 would look broken.
    private final FileTime started = FileTime.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    /// @param out where the archive goes; it is not closed
    /// @param precision to what times are rounded up
    /// @param owner whose the entries are; null for 0:0, which means: whoever unpacks
    /// @param progress told the number of content bytes written, at most once per 64 KiB
    public TarWriter(OutputStream out, MtimePrecision precision, @Nullable Owner owner, LongConsumer progress) {
        this.tar = new TarArchiveOutputStream(out, ISO_8859_1.name());
        this.tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        // Sizes of 8 GiB and more in base 256, which GNU tar and busybox read.
        this.tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        this.precision = precision;
        this.owner = owner;
        this.hostFile = new HostFile(progress);
    }

    /// Gives the files of the host other times from here on.
    ///
    /// @param there the target's time for one of the host's, both in nanoseconds since 1970
    public void timesBy(LongUnaryOperator there) {
        times = there;
    }

    public void directory(String name, Entry.Directory directory) throws IOException {
        TarArchiveEntry header = header(name + "/", TarConstants.LF_DIR, directory.mode());
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
    }

    public void symlink(String name, Entry.Symlink link) throws IOException {
        TarArchiveEntry header = header(name, TarConstants.LF_SYMLINK, 0777);
        header.setLinkName(link.target());
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
    }

    /// Writes bytes that are at hand as a file.
    public void bytes(String name, byte[] content, int mode, FileTime mtime) throws IOException {
        TarArchiveEntry header = header(name, TarConstants.LF_NORMAL, mode);
        header.setSize(content.length);
        putTimed(header, mtime.toInstant());
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /// Writes a file of the host. The archive is well-formed whatever happens to the file meanwhile.
    ///
    /// @param name the name in the archive, raw
    /// @param file what it was when it was scanned
    /// @param host where it is
    /// @throws IOException if the archive cannot be written; trouble with the file itself is in the result
    public HostFile.Sent file(String name, Entry.File file, Path host) throws IOException {
        TarArchiveEntry header = header(name, TarConstants.LF_NORMAL, file.mode());
        header.setSize(file.size());
        putTimed(
                header,
                HostFile.time(times.applyAsLong(precision.kept(file.mtimeNanos())))
                        .toInstant());
        HostFile.Sent sent = hostFile.copy(file, host, tar);
        tar.closeArchiveEntry();
        return sent;
    }

    /// Starts an entry. The fraction of a second goes into a POSIX extended header before it, which targets that keep
    /// whole seconds are spared. It is written here because commons-compress 1.28 cuts it to seven digits.
    private void putTimed(TarArchiveEntry header, Instant mtime) throws IOException {
        if (mtime.getNano() != 0) {
            byte[] record =
                    paxRecord("mtime", String.format(Locale.ROOT, "%d.%09d", mtime.getEpochSecond(), mtime.getNano()));
            TarArchiveEntry extended = header("PaxHeaders/mtime", TarConstants.LF_PAX_EXTENDED_HEADER_LC, 0644);
            extended.setSize(record.length);
            tar.putArchiveEntry(extended);
            tar.write(record);
            tar.closeArchiveEntry();
        }
        header.setLastModifiedTime(FileTime.from(mtime.truncatedTo(ChronoUnit.SECONDS)));
        tar.putArchiveEntry(header);
    }

    /// `LENGTH KEY=VALUE` and a newline, where the length counts itself.
    private static byte[] paxRecord(String key, String value) {
        int rest = 1 + key.length() + 1 + value.length() + 1;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() > Integer.toString(rest).length()) {
            length++;
        }
        return (length + " " + key + "=" + value + "\n").getBytes(US_ASCII);
    }

    private TarArchiveEntry header(String name, byte type, int mode) {
        TarArchiveEntry header = new TarArchiveEntry(name, type);
        header.setMode(mode);
        header.setLastModifiedTime(started);
        if (owner == null) {
            header.setIds(0, 0);
        } else {
            header.setIds(owner.uid(), owner.gid());
        }
        header.setNames("", "");
        return header;
    }

    /// Writes the end of the archive. The underlying stream stays open.
    @Override
    public void close() throws IOException {
        tar.finish();
        tar.flush();
    }
}
