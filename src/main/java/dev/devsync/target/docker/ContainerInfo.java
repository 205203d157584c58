package dev.devsync.target.docker;

import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as it was a moment ago.
///
/// @param name without a leading slash
/// @param image as it was named when the container was made
/// @param user who its processes run as: empty (root), a name or numbers, with or without a group
/// @param startedAt when it was last started, or null if never
/// @param finishedAt when it last ended, or null if never
/// @param exitCode how it last ended, or null if it runs or never ran
/// @param labels all of them
/// @param workingDir where its processes start unless they are told a folder
public record ContainerInfo(
        ContainerId id,
        String name,
        ContainerState state,
        String image,
        String user,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Integer exitCode,
        Map<String, String> labels,
        TargetPath workingDir) {

    public ContainerInfo {
        labels = Map.copyOf(labels);
    }

    public boolean isRunning() {
        return state == ContainerState.RUNNING;
    }

    /// A sentence for people: `container api-1 is not running (exited 137, 3 minutes ago)`.
    ///
    /// @param now the time to count from
    public String describe(Instant now) {
        return "container " + name
                + switch (state) {
                    case RUNNING -> " is running";
                    case PAUSED -> " is paused";
                    case RESTARTING -> " is being restarted" + (exitCode == null ? "" : " (exited " + exitCode + ")");
                    case CREATED -> " is not running (created, never started)";
                    case EXITED -> " is not running (exited " + exitCode + ago(now) + ")";
                    case REMOVING, DEAD, UNKNOWN -> " is not running (" + state + ")";
                };
    }

    private String ago(Instant now) {
        if (finishedAt == null) {
            return "";
        }
        Duration past = Duration.between(finishedAt, now);
        if (past.compareTo(Duration.ofSeconds(2)) < 0) {
            return ", just now";
        }
        if (past.toMinutes() < 2) {
            return ", " + past.toSeconds() + " seconds ago";
        }
        if (past.toHours() < 2) {
            return ", " + past.toMinutes() + " minutes ago";
        }
        return past.toDays() < 2 ? ", " + past.toHours() + " hours ago" : ", " + past.toDays() + " days ago";
    }
}
