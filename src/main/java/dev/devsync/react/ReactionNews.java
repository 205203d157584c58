package dev.devsync.react;

import dev.devsync.config.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What happens while a target reacts to changes. A stage tells it as values; `session` makes events of them.
public sealed interface ReactionNews {

    /// What runs.
    enum Kind {
        /// A command of a rule.
        EXEC,
        BUILD,
        /// A command of `post_sync`.
        HOOK,
        /// The image's rebuild, on this machine.
        REBUILD,
        APP
    }

    /// It was decided what to do.
    record Planned(Plan plan) implements ReactionNews {}

    /// A command was started.
    ///
    /// @param why the paths that asked for it, for people
    record Started(Kind kind, String command, String why) implements ReactionNews {}

    /// Something that runs wrote a line.
    record Output(Kind kind, String line) implements ReactionNews {}

    /// A command has ended well.
    record Finished(Kind kind, String command, Duration took) implements ReactionNews {}

    /// A command of the user's has failed. The app that ran before goes on.
    ///
    /// @param how how it ended: `exit code 2`, `stopped after 10 min`
    /// @param appGoesOn whether an older app is running
    record StepFailed(Kind kind, String command, String how, Duration took, boolean appGoesOn)
            implements ReactionNews {}

    /// A command was stopped because something newer has arrived.
    record Cancelled(Kind kind, String command) implements ReactionNews {}

    /// The app's process was stopped.
    ///
    /// @param killed whether it had to be killed after its grace
    record AppStopped(Duration took, boolean killed) implements ReactionNews {}

    /// The app's process runs.
    ///
    /// @param attached whether it ran before and was found again
    record AppStarted(long pid, boolean attached) implements ReactionNews {}

    /// The reaction is complete: what was saved is in force.
    ///
    /// @param since what the time counts from
    /// @param took from that moment on
    /// @param parts what the time went for, in order: `sync`, `quiet`, `build`, `stop`, `start`, `ready`
    record Ready(Action action, Cause.Kind since, Duration took, Map<String, Duration> parts) implements ReactionNews {}

    /// The app did not get ready within its time. It goes on running.
    ///
    /// @param lastLines what it wrote last
    record NotReady(Duration limit, String check, List<String> lastLines) implements ReactionNews {}

    /// The app has ended by itself.
    ///
    /// @param lastLines what it wrote last
    /// @param next what follows, for people
    record AppEnded(String how, List<String> lastLines, String next) implements ReactionNews {}

    /// A port that the app needs is taken by somebody else.
    record PortTaken(int port) implements ReactionNews {}

    /// Browsers should load their pages again.
    record Reload() implements ReactionNews {}

    /// The app was signalled.
    record Signalled(String signal) implements ReactionNews {}

    /// Something of devsync's, the engine's or the container's does not work.
    ///
    /// @param advice what the user could try; may be empty
    record Trouble(String message, String advice) implements ReactionNews {}
}
