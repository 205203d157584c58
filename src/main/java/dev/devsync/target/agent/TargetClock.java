package dev.devsync.target.agent;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// By how much a target's clock is ahead of this machine's, and what that makes of files' times.
///
/// make and its like compare a source's time with that of what was built from it, and what is built in a
/// container gets the container's time. Under a clock that is ahead, a source with the host's time would look
/// older than what was built
/// from it before. So files get the time that it was by the target's clock when they changed: what is five
/// seconds old here is five seconds old there.
///
/// @param aheadSeconds in seconds, negative if it is behind; 0 if the clocks agree to about a second
record TargetClock(long aheadSeconds) {

    private static final long NANOS = 1_000_000_000L;

    /// The difference that is not made up for, and by which what was found before may be off.
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    /// Reads a target's clock. What was found before stays unless it cannot be right any more, because each new
    /// difference means that all files get new times.
    ///
    /// @param seconds what it said, seconds since 1970; null if it has no clock that could be asked
    /// @param asked this machine's time before it was asked
    /// @param heard and after its answer; in between there may be seconds on a busy machine
    TargetClock read(@Nullable Long seconds, Instant asked, Instant heard) {
        if (seconds == null) {
            return this;
        }
        // It says whole seconds, so it may be almost one more.
        Duration least = Duration.between(heard, Instant.ofEpochSecond(seconds)).minus(TOLERANCE);
        Duration most =
                Duration.between(asked, Instant.ofEpochSecond(seconds + 1)).plus(TOLERANCE);
        Duration known = Duration.ofSeconds(aheadSeconds);
        boolean mayBeRight = known.compareTo(least) >= 0 && known.compareTo(most) <= 0;
        return mayBeRight ? this : new TargetClock(seconds - heard.getEpochSecond());
    }

    /// The target's time for one of the host's, nanoseconds since 1970.
    long there(long nanos) {
        return nanos + aheadSeconds * NANOS;
    }

    /// The host's time for one of the target's.
    long here(long nanos) {
        return nanos - aheadSeconds * NANOS;
    }
}
