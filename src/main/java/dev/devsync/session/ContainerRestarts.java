package dev.devsync.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Knows which containers devsync itself has restarted, and when: what such a container lacks, its restart took away,
/// and the next would, too.
final class ContainerRestarts {

    private final Map<String, Instant> begun = new HashMap<>();

    synchronized void begin(String container) {
        begun.put(container, Instant.now());
    }

    /// Whether a container that has come was restarted by devsync, with nothing edited since.
    ///
    /// @param seen when the newest of what it got was seen on the host
    synchronized boolean isOurs(String container, Instant seen) {
        Instant restarted = begun.remove(container);
        return restarted != null && !seen.isAfter(restarted);
    }
}
