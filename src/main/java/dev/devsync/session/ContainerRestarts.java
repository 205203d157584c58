package dev.devsync.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which containers devsync has restarted itself and not seen again yet. Where files do not survive a restart (a
/// tmpfs), their coming back must not ask for the next one.
final class ContainerRestarts {

    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    void begin(String container) {
        begun.add(container);
    }

    /// Whether the container is back from such a restart. True once.
    boolean isBack(String container) {
        return begun.remove(container);
    }
}
