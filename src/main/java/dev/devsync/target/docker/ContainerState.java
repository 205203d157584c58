package dev.devsync.target.docker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a container is doing.
public enum ContainerState {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD,
    /// A word that this devsync does not know.
    UNKNOWN;

    static ContainerState parse(@Nullable String word) {
        for (ContainerState state : values()) {
            if (state.toString().equals(word)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /// The engine's word for it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
