package dev.devsync.session;

import java.time.Duration;

/// How long to wait before the next try: nothing at first, then doubling up to a cap.
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration CAP = Duration.ofSeconds(15);

    private Duration next = Duration.ZERO;

    Duration next() {
        Duration now = next;
        Duration doubled = now.isZero() ? FIRST : now.multipliedBy(2);
        next = doubled.compareTo(CAP) > 0 ? CAP : doubled;
        return now;
    }

    void reset() {
        next = Duration.ZERO;
    }
}
