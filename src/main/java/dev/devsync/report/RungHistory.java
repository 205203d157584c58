package dev.devsync.report;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one kind of reaction of a service went so far.
///
/// @param action the rung: `restart`, `build`, …
/// @param count how often it was taken
/// @param succeeded how often it worked
/// @param failuresInARow how often it has failed since it worked last
/// @param median how long it took when it worked; null if it never did
public record RungHistory(
        String service,
        String action,
        long count,
        long succeeded,
        int failuresInARow,
        @Nullable Duration median) {}
