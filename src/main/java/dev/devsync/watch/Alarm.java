package dev.devsync.watch;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Rings at regular intervals for the thread that asks.
final class Alarm {

    private final long every;
    private final LongSupplier nanoTime;
    private long next;

    Alarm(Duration every, LongSupplier nanoTime) {
        this.every = every.toNanos();
        this.nanoTime = nanoTime;
        reset();
    }

    /// Starts the interval anew.
    void reset() {
        next = nanoTime.getAsLong() + every;
    }

    /// Whether the interval is over; if so, the next one begins.
    boolean rings() {
        if (untilNext() > 0) {
            return false;
        }
        reset();
        return true;
    }

    /// Nanoseconds, not negative.
    long untilNext() {
        return Math.max(0, next - nanoTime.getAsLong());
    }
}
