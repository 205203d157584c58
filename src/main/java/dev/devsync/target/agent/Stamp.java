package dev.devsync.target.agent;

import java.util.Locale;

/// A time in the form that `touch -d @…` takes.
final class Stamp {

    private static final long NANOS = 1_000_000_000L;

    private Stamp() {}

    /// @param nanos since 1970-01-01T00:00Z
    static String of(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS);
        long fraction = Math.floorMod(nanos, NANOS);
        return fraction == 0 ? Long.toString(seconds) : String.format(Locale.ROOT, "%d.%09d", seconds, fraction);
    }
}
