package dev.devsync.target.docker;

import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// @param mounts what is mounted into it, tmpfs included
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
        List<Mount> mounts,
        TargetPath workingDir) {

    public ContainerInfo {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
    }

    /// The innermost mount that a folder is in.
    ///
    /// @return nothing if the folder is in the root file system
    public Optional<Mount> mountOf(TargetPath folder) {
        return mounts.stream()
                .filter(mount -> folder.isWithin(mount.destination()))
                .max((a, b) -> Integer.compare(
                        a.destination().value().length(),
                        b.destination().value().length()));
    }

    /// The mounts below a folder; renaming from the folder into them is no rename.
    public List<Mount> mountsBelow(TargetPath folder) {
        return mounts.stream()
                .filter(mount -> mount.destination().isWithin(folder)
                        && !mount.destination().equals(folder))
                .toList();
    }

    /// Which folder one of the container's really is: with a volume or a folder of the engine's host, other
    /// containers may have the same. Links in the container are not followed.
    public FolderIdentity identity(TargetPath folder) {
        return mountOf(folder)
                .filter(Mount::isShareable)
                .map(mount -> mount.identity(folder))
                .orElseGet(() -> new FolderIdentity("container " + id.value(), folder));
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
