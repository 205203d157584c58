package dev.devsync.watch;

import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Holds back the few changes that are likely to be only half of one. Everything else goes at once.
///
/// Editors save in steps: vim moves the old file away and writes a new one, JetBrains' IDEs rename twice, VS Code
/// truncates first. Seen between two steps a file is missing or empty. Such a path keeps its old entry for a
/// moment; when it is back by then, only the final state is ever seen.
final class Settling {

    /// Why a path is held back.
    enum Reason {
        /// It is not there. Between the steps of a save there are some 0.1 ms, with `fsync` on a slow disk some
        /// 10 ms.
        VANISHED(Duration.ofMillis(30), Duration.ofMillis(100)),
        /// It was just emptied.
        EMPTIED(Duration.ofMillis(30), Duration.ofMillis(100)),
        /// It is large and still being written: each look that finds it fresh waits anew, up to the limit.
        GROWING(Duration.ofMillis(50), Duration.ofSeconds(1));

        private final long pause;
        private final long limit;

        Reason(Duration pause, Duration limit) {
            this.pause = pause.toNanos();
            this.limit = limit.toNanos();
        }
    }

    /// @param since when the path was first held back, for whatever reason
    /// @param until when to look again
    private record Wait(Reason reason, long since, long until) {}

    /// Deadlines are rounded up to this, so that a thousand deletions do not end one by one.
    private static final long GRID = Duration.ofMillis(10).toNanos();

    private final LongSupplier nanoTime;
    private final boolean patient;
    private final Map<RelativePath, Wait> waits = new HashMap<>();

    /// @param nanoTime as [System#nanoTime()]
    Settling(LongSupplier nanoTime) {
        this(nanoTime, true);
    }

    private Settling(LongSupplier nanoTime, boolean patient) {
        this.nanoTime = nanoTime;
        this.patient = patient;
    }

    /// Holds nothing back: for a folder that is only looked at between changes, never during one.
    static Settling none() {
        return new Settling(System::nanoTime, false);
    }

    /// Whether the path must wait. The first question starts the wait; the one after its end finishes it.
    boolean holds(RelativePath path, Reason reason) {
        if (!patient) {
            return false;
        }
        long now = nanoTime.getAsLong();
        Wait wait = waits.get(path);
        if (wait != null && wait.reason == reason && reason != Reason.GROWING) {
            if (now - wait.until < 0) {
                return true;
            }
            waits.remove(path);
            return false;
        }
        long since = wait == null ? now : wait.since;
        if (now - since >= reason.limit) {
            waits.remove(path);
            return false;
        }
        long until = Math.min(now + reason.pause, since + reason.limit);
        waits.put(path, new Wait(reason, since, Math.ceilDiv(until, GRID) * GRID));
        return true;
    }

    /// The path is in a state that counts.
    void settled(RelativePath path) {
        waits.remove(path);
    }

    /// The path is there, and not empty: ends a wait for that and no other.
    void cameBack(RelativePath path) {
        waits.computeIfPresent(path, (same, wait) -> wait.reason == Reason.GROWING ? wait : null);
    }

    boolean isEmpty() {
        return waits.isEmpty();
    }

    void clear() {
        waits.clear();
    }

    /// The paths whose wait is over. Ask [#holds] for each again, then [#forget] them.
    List<RelativePath> due() {
        long now = nanoTime.getAsLong();
        List<RelativePath> due = new ArrayList<>();
        waits.forEach((path, wait) -> {
            if (now - wait.until >= 0) {
                due.add(path);
            }
        });
        return due;
    }

    /// Drops waits that nobody asked about when they were over, because a folder above was looked at instead.
    void forget(List<RelativePath> due) {
        long now = nanoTime.getAsLong();
        for (RelativePath path : due) {
            waits.computeIfPresent(path, (same, wait) -> now - wait.until >= 0 ? null : wait);
        }
    }

    /// Nanoseconds until the first wait is over, at most `limit`.
    long untilFirst(long limit) {
        long now = nanoTime.getAsLong();
        long first = limit;
        for (Wait wait : waits.values()) {
            first = Math.min(first, wait.until - now);
        }
        return Math.max(0, first);
    }
}
