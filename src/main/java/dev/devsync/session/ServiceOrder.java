package dev.devsync.session;

import dev.devsync.react.Reactor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Lets a service react to a change after the services that it depends on.
final class ServiceOrder {

    private static final Duration LOOK = Duration.ofMillis(5);

    /// A build may take long; a service that hangs must not hold the others for ever.
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Map<String, List<Reactor>> reactors = new HashMap<>();

    synchronized void joined(String service, Reactor reactor) {
        reactors.computeIfAbsent(service, name -> new CopyOnWriteArrayList<>()).add(reactor);
    }

    synchronized void left(String service, Reactor reactor) {
        reactors.getOrDefault(service, List.of()).remove(reactor);
    }

    /// In how many targets a service reacts.
    synchronized int replicas(String service) {
        return reactors.getOrDefault(service, List.of()).size();
    }

    /// Waits until none of the services has anything to do.
    ///
    /// @return false if that is not needed any more
    boolean await(Set<String> services, BooleanSupplier outdated) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (isBusy(services) && System.nanoTime() < end) {
            if (outdated.getAsBoolean()) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }

    private synchronized boolean isBusy(Set<String> services) {
        return services.stream()
                .flatMap(service -> reactors.getOrDefault(service, List.of()).stream())
                .anyMatch(Reactor::isBusy);
    }
}
