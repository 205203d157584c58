package dev.devsync.report;

/// One finding of `devsync doctor`.
///
/// @param subject what was looked at
/// @param result whether it will do
/// @param finding what was found
/// @param advice what to do about it; empty if nothing need be done
public record Check(String subject, Result result, String finding, String advice) {

    /// Whether something will do.
    public enum Result {
        OK,
        /// Works, but not as well as it could.
        WARNING,
        /// Will not work.
        FAILED
    }
}
