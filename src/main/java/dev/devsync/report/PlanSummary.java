package dev.devsync.report;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows a change, and why, for people and programs.
///
/// @param service the service
/// @param action the rung that was chosen
/// @param execs the commands that come first
/// @param decisions what each path asks for
/// @param passedOver the other rungs, and why they were not taken
/// @param expected how long it took the last times; null where it was never done
public record PlanSummary(
        String service,
        String action,
        List<String> execs,
        List<Decision> decisions,
        List<PassedOver> passedOver,
        @Nullable Duration expected) {

    /// What one path asks for.
    ///
    /// @param path may be empty: the whole of it
    public record Decision(String path, String action, String because) {}

    /// A rung that was not taken.
    public record PassedOver(String action, String because) {}

    public PlanSummary {
        execs = List.copyOf(execs);
        decisions = List.copyOf(decisions);
        passedOver = List.copyOf(passedOver);
    }
}
