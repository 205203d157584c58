package dev.devsync.session;

import dev.devsync.config.DeletionLimit;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.tree.Tree;
import dev.devsync.watch.Source;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Stands between a source and a target, and halts what looks more like an accident than a wish: a source that
/// vanished, that has no files any more, or that lost more of them than `max_delete` allows.
///
/// What counts is how many files fewer there would be: a branch switch or a moved folder deletes a lot and brings as
/// much. Deletions that come in a row count together, or the many small deltas of one `rm -r` would pass one by one.
final class DeletionGuard {

    /// How long a source must be quiet before a loss is taken for what it is: `git checkout` deletes first.
    private static final Duration QUIET = Duration.ofMillis(500);

    /// And how long to wait for that.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// Deletions that are not further apart count together.
    private static final long ROW = Duration.ofSeconds(10).toNanos();

    /// How often to look for an agreement while halted.
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final SyncedSource synced;
    private final Reporter reporter;
    private final Consumer<String> onHalt;
    private final LongSupplier nanoTime;
    private long peak;
    private long lastLoss;
    private boolean shrinking;
    private volatile boolean halted;
    private volatile boolean agreed;

    /// @param onHalt told why, when it halts
    DeletionGuard(SyncedSource synced, Reporter reporter, Consumer<String> onHalt) {
        this(synced, reporter, onHalt, System::nanoTime);
    }

    DeletionGuard(SyncedSource synced, Reporter reporter, Consumer<String> onHalt, LongSupplier nanoTime) {
        this.synced = synced;
        this.reporter = reporter;
        this.onHalt = onHalt;
        this.nanoTime = nanoTime;
    }

    /// Why a tree should not be sent.
    ///
    /// @param what half a sentence that follows the folder
    record Objection(String what, String advice) {}

    /// What speaks against bringing a target from one number of files to another.
    ///
    /// @param had how many files the target has, or had before deletions began
    /// @param left how many it would have
    static @Nullable Objection objection(DeletionLimit limit, long had, long left) {
        if (limit.unit() == DeletionLimit.Unit.UNLIMITED || left >= had) {
            return null;
        }
        if (left == 0) {
            return new Objection(
                    "has no files any more; all " + had + " in the target would be deleted",
                    "Put the files back, or say that they shall go: `devsync resume`, or --yes at the start.");
        }
        return limit.isExceededBy(had - left, had)
                ? new Objection(
                        "has lost files: " + (had - left) + " of " + had
                                + " in the target would be deleted, more than max_delete (" + limit + ") allows",
                        "Put the files back, or say that they shall go: `devsync resume`, --yes at the start, or a"
                                + " higher max_delete for this sync.")
                : null;
    }

    /// Waits, if need be, until the source has something that may be sent.
    ///
    /// @param had what the target has
    /// @param wanted what the source has
    /// @return the same state, or a later one
    Source.State allowed(Tree had, Source.State wanted) throws InterruptedException {
        long before = inARow() ? Math.max(peak, had.files()) : had.files();
        if (objection(before, had, wanted) == null) {
            return wanted;
        }
        Source.State now = settled(wanted);
        Objection objection = objection(before, had, now);
        if (objection == null) {
            return now;
        }
        String folder = synced.sync().path().toString();
        String service = synced.service().name();
        reporter.on(new Event.Halted(service, folder, objection.what(), objection.advice()));
        halted = true;
        try {
            for (Objection still = objection; still != null; still = objection(before, had, now)) {
                onHalt.accept(folder + " " + still.what());
                now = synced.awaitNewer(now.revision(), GLANCE);
            }
        } finally {
            halted = false;
        }
        reporter.on(new Event.Resumed(service, folder));
        return now;
    }

    private @Nullable Objection objection(long before, Tree had, Source.State wanted) {
        if (wanted.status() == Source.Status.MISSING) {
            return new Objection("has vanished or was emptied", "Put the files back; syncing then goes on by itself.");
        }
        long left = wanted.tree().files();
        return agreed || left >= had.files()
                ? null
                : objection(synced.sync().upkeep().maxDelete(), before, left);
    }

    private Source.State settled(Source.State wanted) throws InterruptedException {
        long start = nanoTime.getAsLong();
        Source.State now = wanted;
        while (nanoTime.getAsLong() - start < LONGEST.toNanos()) {
            Source.State next = synced.awaitNewer(now.revision(), QUIET);
            if (next.revision() == now.revision()) {
                break;
            }
            now = next;
        }
        return now;
    }

    private boolean inARow() {
        return shrinking && nanoTime.getAsLong() - lastLoss < ROW;
    }

    /// Takes note of what a target had and has now. An agreement was for this.
    void acknowledged(Tree before, Tree after) {
        if (after.files() < before.files()) {
            peak = agreed ? after.files() : inARow() ? Math.max(peak, before.files()) : before.files();
            shrinking = true;
            lastLoss = nanoTime.getAsLong();
        }
        agreed = false;
    }

    /// Says that what is halted now may be deleted.
    ///
    /// @return false if nothing is halted
    boolean agree() {
        agreed = halted;
        return halted;
    }
}
