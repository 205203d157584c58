package dev.devsync.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How it stands with one target, for `devsync status`.
///
/// @param phase what its loop is doing
/// @param revision the source's revision that the target has
/// @param inSync how many files and links are in sync
/// @param files how many there are
/// @param refused how many paths it would not take so far
/// @param since when the phase began
/// @param problem what is wrong, or null
/// @param transport how deltas get there; empty before the first connection
record TargetState(
        Phase phase,
        long revision,
        long inSync,
        long files,
        long refused,
        Instant since,
        @Nullable String problem,
        String transport) {

    /// Before there is a loop.
    static final TargetState CONNECTING = new TargetState(Phase.CONNECTING, 0, 0, 0, 0, Instant.EPOCH, null, "");

    /// The same, got by another way.
    TargetState by(String other) {
        return new TargetState(phase, revision, inSync, files, refused, since, problem, other);
    }

    /// What a loop is doing.
    enum Phase {
        CONNECTING,
        COMPARING,
        IN_SYNC,
        SENDING,
        HALTED,
        TROUBLED,
        ENDED
    }
}
