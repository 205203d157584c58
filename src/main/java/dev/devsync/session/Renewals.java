package dev.devsync.session;

import dev.devsync.react.Renewal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the containers of a service were taken away for, until they are back. Compose and the engine give a container
/// that is made anew the name that the old one had.
final class Renewals {

    private final Map<String, Renewal> expected = new HashMap<>();

    synchronized void expect(String container, Renewal renewal) {
        expected.put(container, renewal);
    }

    /// Given once; empty if nothing of ours has brought the container.
    synchronized Optional<Renewal> take(String container) {
        return Optional.ofNullable(expected.remove(container));
    }
}
