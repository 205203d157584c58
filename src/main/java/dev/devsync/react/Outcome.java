package dev.devsync.react;

import dev.devsync.target.LaunchedProcess;
import java.time.Duration;

/// How a command of the user's went.
sealed interface Outcome {

    /// From start to end.
    Duration took();

    /// It ended with code 0.
    record Done(Duration took) implements Outcome {}

    /// It ended otherwise. This is the user's to mend, and no trouble of devsync's.
    ///
    /// @param how `exit code 2`, `killed by SIGKILL`, `stopped after 10 min`
    record Failed(String how, Duration took) implements Outcome {}

    /// It was stopped because something newer has arrived.
    record Cancelled(Duration took) implements Outcome {}

    /// An exit code for people.
    static String exit(int code) {
        return switch (code) {
            case LaunchedProcess.UNKNOWN_CODE -> "how is not known, it was started by an earlier devsync";
            case 129 -> "ended by SIGHUP";
            case 130 -> "ended by SIGINT";
            case 134 -> "ended by SIGABRT";
            case 137 -> "killed (SIGKILL; out of memory?)";
            case 139 -> "ended by SIGSEGV";
            case 143 -> "ended by SIGTERM";
            case 126 -> "exit code 126: it cannot be run there";
            case 127 -> "exit code 127: there is no such program";
            default -> "exit code " + code;
        };
    }
}
