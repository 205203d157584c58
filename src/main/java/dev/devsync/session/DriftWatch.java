package dev.devsync.session;

import dev.devsync.delta.HostFile;
import dev.devsync.target.Contents;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Looks, while nothing else is to do, whether a target still has what it acknowledged.
///
/// It lists a few hundred files at a time and stops as soon as the source has something newer, so that no save waits
/// for it. Sizes and times decide; where only the time differs, digests do.
final class DriftWatch {

    /// How many files are listed at a time: a few milliseconds' work.
    private static final int STEP = 400;

    /// Each folder costs as much as some files.
    private static final int FOLDER = 8;

    /// As much is digested at a time, in bytes: some 10 ms.
    private static final long STEP_BYTES = 4L << 20;

    /// A larger file would keep a save waiting, in bytes. Its size and time have to do.
    private static final long MOST_DIGESTED = 32L << 20;

    /// A look may take a fiftieth of the time, which only matters to trees that take a second.
    private static final int SHARE = 50;

    /// No step is counted for more: what it takes longer it waits for others, on a machine that is busy, and the next
    /// look is not to wait a minute for that.
    private static final Duration STEP_AT_MOST = Duration.ofMillis(20);

    /// Times that are rounded up to the second, and clocks that differ a little.
    private static final Duration YOUNG = Duration.ofSeconds(5);

    private final Duration every;
    private final LongSupplier nanoTime;
    private long next;
    private boolean possible = true;

    /// Whether this connection has been looked at in parts already.
    private boolean proven;

    /// Where times are kept to the second, an edit in the same second leaves no trace but the content.
    private final Set<RelativePath> changedLately = new HashSet<>();

    /// @param every after how much quiet to look; zero for never
    DriftWatch(Duration every) {
        this(every, System::nanoTime);
    }

    DriftWatch(Duration every, LongSupplier nanoTime) {
        this.every = every;
        this.nanoTime = nanoTime;
        connected();
    }

    /// What others did to a target.
    ///
    /// @param deleted what is gone; of a folder only the folder itself
    /// @param changed what is there and not as it was
    /// @param added what is there besides, in folders that are known; of a folder only the folder itself
    record Drift(List<RelativePath> deleted, List<RelativePath> changed, List<RelativePath> added) {}

    /// A new connection begins with a look at everything.
    void connected() {
        possible = true;
        proven = false;
        next = nanoTime.getAsLong() + every.toNanos();
    }

    /// Something was sent: the quiet begins anew.
    void sent(Delta delta, Instant now) {
        next = nanoTime.getAsLong() + every.toNanos();
        long young = now.minus(YOUNG).toEpochMilli() * 1_000_000L;
        for (Change change : delta.changes()) {
            if (!every.isZero()
                    && change instanceof Change.Put(RelativePath path, Entry.File file)
                    && file.mtimeNanos() > young) {
                changedLately.add(path);
            }
        }
    }

    /// How long until the next look, at most `limit`.
    Duration untilDue(Duration limit) {
        if (every.isZero() || !possible) {
            return limit;
        }
        Duration left = Duration.ofNanos(Math.max(0, next - nanoTime.getAsLong()));
        return left.compareTo(limit) < 0 ? left : limit;
    }

    boolean isDue() {
        return untilDue(Duration.ofNanos(1)).isZero();
    }

    /// Looks at everything.
    ///
    /// @param acknowledged what the target had; only what the host has just so is compared
    /// @param wanted what the host has
    /// @param files the host's file for a path
    /// @param interrupted whether there is something better to do
    /// @return nothing if it was interrupted, or if this target cannot be looked at in parts
    Optional<Drift> look(Target target, Tree acknowledged, Tree wanted, Contents files, BooleanSupplier interrupted)
            throws TargetException {
        long start = nanoTime.getAsLong();
        Look look = new Look(target, acknowledged, wanted, files, changedLately);
        boolean done = look.atAll(interrupted);
        long took = Math.min(nanoTime.getAsLong() - start, look.steps * STEP_AT_MOST.toNanos());
        // An answer without anything means a target that cannot do it, unless it could before: then something was
        // amiss.
        proven |= look.steps > 0 && look.possible;
        possible = look.possible || proven;
        next = nanoTime.getAsLong() + Math.max(every.toNanos(), took * SHARE);
        if (done) {
            changedLately.clear();
        }
        return done ? Optional.of(look.drift()) : Optional.empty();
    }

    /// One look in its steps.
    private static final class Look {
        private final Target target;
        private final MtimePrecision precision;
        private final Tree acknowledged;
        private final Tree wanted;
        private final Contents files;
        private final List<RelativePath> deleted = new ArrayList<>();
        private final List<RelativePath> changed = new ArrayList<>();
        private final List<RelativePath> added = new ArrayList<>();
        private final List<RelativePath> undecided = new ArrayList<>();
        private final Set<RelativePath> changedLately;
        private boolean possible = true;
        private int steps;

        Look(Target target, Tree acknowledged, Tree wanted, Contents files, Set<RelativePath> changedLately) {
            this.changedLately = changedLately;
            this.target = target;
            this.precision = target.capabilities().mtime();
            this.acknowledged = acknowledged;
            this.wanted = wanted;
            this.files = files;
        }

        Drift drift() {
            return new Drift(List.copyOf(deleted), List.copyOf(changed), List.copyOf(added));
        }

        /// @return false if it was interrupted or is not possible
        boolean atAll(BooleanSupplier interrupted) throws TargetException {
            List<RelativePath> folders = new ArrayList<>();
            folders.add(RelativePath.ROOT);
            acknowledged.forEach((path, entry) -> {
                if (entry.isDirectory()) {
                    folders.add(path);
                }
            });
            List<RelativePath> step = new ArrayList<>();
            int size = 0;
            for (RelativePath folder : folders) {
                step.add(folder);
                size += FOLDER + names(folder).size();
                if (size >= STEP) {
                    if (interrupted.getAsBoolean() || !atFolders(step)) {
                        return false;
                    }
                    step.clear();
                    size = 0;
                }
            }
            return !interrupted.getAsBoolean() && (step.isEmpty() || atFolders(step)) && atContents(interrupted);
        }

        private List<String> names(RelativePath folder) {
            return Objects.requireNonNull(acknowledged.folder(folder)).names();
        }

        private boolean atFolders(List<RelativePath> folders) throws TargetException {
            steps++;
            Optional<Map<RelativePath, Entry>> listed = target.list(folders);
            if (listed.isEmpty()) {
                possible = false;
                return false;
            }
            Map<RelativePath, List<RelativePath>> found = new HashMap<>();
            for (RelativePath path : listed.get().keySet()) {
                if (!path.isRoot()) {
                    found.computeIfAbsent(path.parent(), p -> new ArrayList<>()).add(path);
                }
            }
            for (RelativePath folder : folders) {
                if (listed.get().get(folder) instanceof Entry.Directory) { // else told by the folder above
                    atFolder(folder, listed.get(), found.getOrDefault(folder, List.of()));
                }
            }
            return true;
        }

        private void atFolder(RelativePath folder, Map<RelativePath, Entry> there, List<RelativePath> children) {
            for (String name : names(folder)) {
                RelativePath path = folder.child(name);
                Entry had = Objects.requireNonNull(acknowledged.get(path));
                if (had.equals(wanted.get(path))) {
                    compare(path, had, there.get(path));
                }
            }
            for (RelativePath path : children) {
                if (!acknowledged.contains(path) && !wanted.contains(path)) {
                    added.add(path);
                }
            }
        }

        private void compare(RelativePath path, Entry had, @Nullable Entry there) {
            if (there == null) {
                deleted.add(path);
                return;
            }
            boolean same = switch (had) {
                case Entry.File file ->
                    there instanceof Entry.File other && file.size() == other.size() && file.mode() == other.mode();
                case Entry.Symlink link -> link.equals(there);
                case Entry.Directory _ -> there.isDirectory(); // its mode may be somebody else's
            };
            if (!same) {
                changed.add(path);
            } else if (had instanceof Entry.File file && there instanceof Entry.File other) {
                compareTimes(path, file, other);
            }
        }

        private void compareTimes(RelativePath path, Entry.File had, Entry.File there) {
            boolean sameTime = precision.kept(had.mtimeNanos()) == there.mtimeNanos();
            boolean proof = precision == MtimePrecision.NANOSECONDS || !changedLately.contains(path);
            if (sameTime && proof) {
                return;
            }
            if (had.size() <= MOST_DIGESTED) {
                undecided.add(path);
            } else if (!sameTime) {
                changed.add(path);
            }
        }

        private boolean atContents(BooleanSupplier interrupted) throws TargetException {
            List<RelativePath> step = new ArrayList<>();
            long bytes = 0;
            for (RelativePath path : undecided) {
                step.add(path);
                bytes += ((Entry.File) Objects.requireNonNull(acknowledged.get(path))).size();
                if (step.size() == STEP || bytes >= STEP_BYTES) {
                    if (interrupted.getAsBoolean()) {
                        return false;
                    }
                    atContents(step);
                    step.clear();
                    bytes = 0;
                }
            }
            if (!step.isEmpty() && !interrupted.getAsBoolean()) {
                atContents(step);
                return true;
            }
            return step.isEmpty();
        }

        private void atContents(List<RelativePath> paths) throws TargetException {
            steps++;
            Map<RelativePath, Digest> digests = target.digests(paths);
            for (RelativePath path : paths) {
                Digest here = digest(path);
                Digest there = digests.get(path);
                if (here != null && there != null && !there.equals(here)) {
                    changed.add(path);
                }
            }
        }

        private @Nullable Digest digest(RelativePath path) {
            try {
                return HostFile.digest(files.fileOf(path));
            } catch (IOException e) {
                return null; // changed or gone by now: the source will tell
            }
        }
    }
}
