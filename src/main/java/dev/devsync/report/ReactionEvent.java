package dev.devsync.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What follows a change in a target, as it happens.
public sealed interface ReactionEvent {

    /// Where it happens.
    Place place();

    /// A service in one container.
    ///
    /// @param service the service as configured
    /// @param instance the container's name, or `local`
    record Place(String service, String instance) {}

    /// What runs.
    enum Kind {
        EXEC,
        BUILD,
        HOOK,
        /// An image's rebuild, which runs on the host.
        REBUILD,
        APP
    }

    /// What a time counts from.
    enum Since {
        /// Somebody has saved something.
        SAVE,
        /// Somebody asked for it.
        REQUEST,
        /// The container has come, or devsync has.
        START
    }

    /// It was decided what to do.
    record Planned(Place place, PlanSummary plan) implements ReactionEvent {}

    /// A command was started.
    ///
    /// @param why what asked for it; may be empty
    record StepStarted(Place place, Kind kind, String command, String why) implements ReactionEvent {}

    /// A command has ended.
    ///
    /// @param how how it failed; null if it did not
    /// @param appGoesOn whether an older app is running, where it failed
    record StepEnded(
            Place place,
            Kind kind,
            String command,
            Duration took,
            @Nullable String how,
            boolean appGoesOn) implements ReactionEvent {}

    /// A command was stopped because something newer has arrived.
    record StepCancelled(Place place, Kind kind, String command) implements ReactionEvent {}

    /// Something that runs wrote a line.
    record Output(Place place, Kind kind, String line) implements ReactionEvent {}

    /// The app's process runs.
    ///
    /// @param attached whether it ran before and was found again
    record AppStarted(Place place, long pid, boolean attached) implements ReactionEvent {}

    /// The app's process was stopped.
    ///
    /// @param killed whether it had to be killed
    record AppStopped(Place place, Duration took, boolean killed) implements ReactionEvent {}

    /// What was saved is in force.
    ///
    /// @param action what was done: `restart`, `build`, …
    /// @param since what the time counts from
    /// @param took from that moment on
    /// @param parts what the time went for, in order
    record AppReady(Place place, String action, Since since, Duration took, Map<String, Duration> parts)
            implements ReactionEvent {}

    /// The app did not get ready within its time.
    ///
    /// @param lastLines what it wrote last
    record AppNotReady(Place place, Duration limit, String check, List<String> lastLines) implements ReactionEvent {}

    /// The app has ended by itself.
    ///
    /// @param next what follows
    record AppEnded(Place place, String how, List<String> lastLines, String next) implements ReactionEvent {}

    /// The app was signalled.
    record Signalled(Place place, String signal) implements ReactionEvent {}

    /// Browsers should load their pages again.
    record Reload(Place place) implements ReactionEvent {}
}
