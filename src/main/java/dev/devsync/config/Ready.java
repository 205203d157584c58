package dev.devsync.config;

import java.time.Duration;

/// How it is found out that an app that was started answers.
///
/// @param check what is looked at
/// @param timeout for how long at most
public record Ready(Check check, Duration timeout) {

    /// What is looked at.
    public sealed interface Check {
        /// Something in the target listens on a port.
        ///
        /// @param port 1 to 65535
        record Tcp(int port) implements Check {}

        /// A request from within the target is answered with a status below 400.
        record Http(String url) implements Check {}

        /// The app writes a line that a regular expression is found in.
        ///
        /// @param pattern as [java.util.regex.Pattern] takes it
        record Log(String pattern) implements Check {}

        /// A command in the target ends with code 0.
        record Command(Step step) implements Check {}
    }
}
