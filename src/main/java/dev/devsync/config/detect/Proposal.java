package dev.devsync.config.detect;

/// A value for a configuration, and where it comes from.
///
/// @param value what to write
/// @param sureness whether somebody should look at it
/// @param why where it comes from, without a full stop
public record Proposal<T>(T value, Sureness sureness, String why) {

    /// How far a proposal can be relied on.
    public enum Sureness {
        /// A file of the project says so.
        FOUND,
        /// It is what such projects usually have.
        GUESSED
    }

    /// @param value said by a file of the project
    public static <T> Proposal<T> found(T value, String why) {
        return new Proposal<>(value, Sureness.FOUND, why);
    }

    /// @param value what such projects usually have
    public static <T> Proposal<T> guessed(T value, String why) {
        return new Proposal<>(value, Sureness.GUESSED, why);
    }
}
