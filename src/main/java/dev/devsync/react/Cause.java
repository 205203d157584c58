package dev.devsync.react;

import java.time.Instant;

/// What a reaction follows, from which its time counts.
///
/// @param at when that was
public record Cause(Kind kind, Instant at) {

    /// Only what follows a save tells how long a save takes.
    public enum Kind {
        /// Somebody has saved something.
        SAVE,
        /// Somebody asked for it, without a change.
        REQUEST,
        /// The target came, and devsync has begun to look after it.
        START
    }
}
