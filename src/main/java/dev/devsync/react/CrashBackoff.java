package dev.devsync.react;

import java.time.Duration;

/// When to start an app again that has ended by itself: soon at first, then ever later.
final class CrashBackoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration CAP = Duration.ofSeconds(10);

    /// An app that was up for so long has not crashed at its start.
    private static final Duration GOOD = Duration.ofSeconds(10);

    private Duration next = FIRST;
    private long due;
    private boolean waiting;

    /// @param up for how long it was up
    /// @return how long to wait
    Duration crashed(Duration up) {
        if (up.compareTo(GOOD) > 0) {
            next = FIRST;
        }
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(CAP) < 0 ? next.multipliedBy(2) : CAP;
        due = System.nanoTime() + wait.toNanos();
        waiting = true;
        return wait;
    }

    boolean waiting() {
        return waiting;
    }

    long millisLeft() {
        return (due - System.nanoTime() + 999_999) / 1_000_000;
    }

    boolean isDue() {
        return waiting && due - System.nanoTime() <= 0;
    }

    /// It is being started again.
    void taken() {
        waiting = false;
    }

    /// It runs: whatever was planned is over.
    void started() {
        waiting = false;
    }
}
