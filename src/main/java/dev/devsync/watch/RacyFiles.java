package dev.devsync.watch;

import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells two contents of a file apart where its size and time cannot.
///
/// The kernel stamps files by its tick. A file that was changed in the current tick can be changed again without
/// a change of its time; git has the same trouble with its index and calls such files racy. A file that is that
/// young is therefore hashed, and the digest kept in its entry. Wherever an entry carries a digest, an equal stat
/// proves nothing until the file has been hashed once more after its time was old enough.
///
/// Tools set old times on purpose (`cp -p`, `touch -r`, `rsync -t`). The time of the last change of the inode gives
/// that away, since nobody can set it. A file for which it is later than the file's own time is not hashed at first
/// sight, which would take seconds for an unpacked archive of many thousand files; its entry says that size and time
/// are no proof. It is hashed when the inode's time moves on: the content may be another one. A change of the mode, a
/// rename and a new hard link look the same.
final class RacyFiles {

    /// Linux ticks take 1 to 10 ms (`CONFIG_HZ` 1000 to 100); the rest is for clocks that differ a little.
    static final Duration FRESH = Duration.ofMillis(50);

    /// For times without a fraction: FAT counts in 2 s, ext3 and HFS+ in 1 s.
    static final Duration FRESH_WITHOUT_FRACTION = Duration.ofSeconds(2);

    /// How much later the inode may have changed than the content before that says something. An edit after a
    /// look that found the file no longer [#FRESH] is later by more, even with a tick of 10 ms. Many an
    /// editor needs a few milliseconds from writing a file to renaming it.
    static final Duration LATE = Duration.ofMillis(25);

    /// The largest file that is hashed, in bytes: below 10 ms with the SHA-256 of a current processor.
    static final long MOST_HASHED = 8L << 20;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final InstantSource clock;
    private final byte[] buffer = new byte[1 << 16];

    /// Entries whose digest was confirmed when their times were no longer fresh: an equal stat is proof again.
    private final Map<RelativePath, Confirmed> confirmed = new HashMap<>();

    private record Confirmed(Entry.File file, long ctimeNanos) {}

    private long hashed;

    RacyFiles(InstantSource clock) {
        this.clock = clock;
    }

    /// How many bytes were hashed since the last question.
    long takeHashed() {
        long bytes = hashed;
        hashed = 0;
        return bytes;
    }

    /// Whether a change could still leave the same time. A time in the future is never trusted.
    boolean isFresh(Stat stat) {
        return isFresh(stat.mtimeNanos());
    }

    private boolean isFresh(long time) {
        Instant now = clock.instant();
        long age = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - time;
        Duration limit = time % NANOS_PER_SECOND == 0 ? FRESH_WITHOUT_FRACTION : FRESH;
        return age < limit.toNanos();
    }

    private static boolean isLate(Stat stat) {
        return stat.ctimeNanos() - stat.mtimeNanos() > LATE.toNanos();
    }

    /// The entry for a file: the old one itself if nothing changed.
    ///
    /// @param old what was known of the file
    /// @throws IOException if the file has to be hashed and is not there any more
    Entry.File entry(RelativePath path, Path file, Stat stat, Entry.@Nullable File old) throws IOException {
        Entry.File plain = new Entry.File(stat.size(), stat.mtimeNanos(), stat.mode());
        boolean fresh = isFresh(stat.mtimeNanos()) || isFresh(stat.ctimeNanos());
        Digest known = old != null && old.sameStat(plain) ? old.digest() : null;
        if (!fresh && (known == null ? !isLate(stat) : isConfirmed(path, plain.withDigest(known), stat))) {
            return same(old, plain.withDigest(known));
        }
        boolean firstSight = old == null || !old.sameStat(plain);
        if (!fresh && firstSight && isHashed(stat)) {
            Entry.File entry = plain.withoutProof();
            confirmed.put(path, new Confirmed(entry, stat.ctimeNanos()));
            return entry;
        }
        Entry.File hashed = plain.withDigest(isHashed(stat) ? digest(file) : null);
        Entry.File entry = same(old, hashed);
        if (fresh) {
            confirmed.remove(path);
        } else {
            confirmed.put(path, new Confirmed(entry, stat.ctimeNanos()));
        }
        return entry;
    }

    private static boolean isHashed(Stat stat) {
        return stat.size() > 0 && stat.size() <= MOST_HASHED;
    }

    private boolean isConfirmed(RelativePath path, Entry.File file, Stat stat) {
        Confirmed before = confirmed.get(path);
        return before != null
                && before.ctimeNanos == stat.ctimeNanos()
                && before.file.sameStat(file)
                && Objects.equals(before.file.digest(), file.digest());
    }

    private static Entry.File same(Entry.@Nullable File old, Entry.File now) {
        return old != null && old.equals(now) ? old : now;
    }

    /// @return null if the file may not be read, which whoever sends it will find out and say
    private @Nullable Digest digest(Path file) throws IOException {
        MessageDigest digest = Digest.begin();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                hashed += n;
            }
        } catch (IOException e) {
            if (Stat.isGone(e)) {
                throw e;
            }
            return null;
        }
        return Digest.of(digest.digest());
    }
}
