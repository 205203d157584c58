package dev.devsync.target.docker;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What happened to a container.
public enum ContainerChange {
    CREATED("create"),
    STARTED("start"),
    RESTARTED("restart"),
    PAUSED("pause"),
    UNPAUSED("unpause"),
    DIED("die"),
    STOPPED("stop"),
    OUT_OF_MEMORY("oom"),
    RENAMED("rename"),
    DESTROYED("destroy"),
    HEALTH_CHANGED("health_status");

    private final String action;

    ContainerChange(String action) {
        this.action = action;
    }

    /// The engine's words for all of them.
    static List<String> actions() {
        return Arrays.stream(values()).map(change -> change.action).toList();
    }

    /// @param action the engine's word, with details after a colon: `health_status: healthy`
    static Optional<ContainerChange> parse(String action) {
        String word = action.split(":", 2)[0];
        return Arrays.stream(values())
                .filter(change -> change.action.equals(word))
                .findFirst();
    }
}
