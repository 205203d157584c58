package dev.devsync.config;

import java.util.Locale;

/// What follows a change, cheapest first.
public enum Action {
    /// Nothing: the file is synced, which is all.
    NONE,
    /// Browsers load their pages again.
    RELOAD,
    /// The app gets a signal.
    SIGNAL,
    /// The app is stopped and started.
    RESTART,
    /// The build runs, then the app is stopped and started.
    BUILD,
    /// The container is restarted.
    CONTAINER_RESTART,
    /// The image is built and the container made anew.
    REBUILD;

    /// As it is written in the file: `container-restart`.
    public String keyword() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
