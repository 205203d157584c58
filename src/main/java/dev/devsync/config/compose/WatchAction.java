package dev.devsync.config.compose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What Compose does when something changes that a rule of `develop.watch` looks at.
public enum WatchAction {
    SYNC("sync"),
    REBUILD("rebuild"),
    RESTART("restart"),
    SYNC_AND_RESTART("sync+restart"),
    SYNC_AND_EXEC("sync+exec");

    private final String keyword;

    WatchAction(String keyword) {
        this.keyword = keyword;
    }

    /// As it is written.
    public String keyword() {
        return keyword;
    }

    /// Whether files are brought to the container.
    public boolean syncs() {
        return switch (this) {
            case SYNC, SYNC_AND_RESTART, SYNC_AND_EXEC -> true;
            case REBUILD, RESTART -> false;
        };
    }

    static Optional<WatchAction> of(String keyword) {
        return Arrays.stream(values())
                .filter(action -> action.keyword.equals(keyword))
                .findFirst();
    }

    static List<String> keywords() {
        return Arrays.stream(values()).map(WatchAction::keyword).toList();
    }
}
