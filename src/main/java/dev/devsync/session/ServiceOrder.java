package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.tree.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets a service react to a change after the services that it depends on have reacted to the same change.
///
/// Each service has watches and connections of its own, so the others may not even know of the change yet: first it
/// is waited until they do, then until it has arrived there, then until nothing is left to be done about it.
final class ServiceOrder {

    private static final Duration LOOK = Duration.ofMillis(5);

    /// A dependency whose files do not get there must not hold the others for ever.
    private static final Duration ARRIVAL_LIMIT = Duration.ofMinutes(1);

    /// A build may take long; one that hangs must not hold the others for ever, either.
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /// After so long somebody may wonder why nothing happens.
    private static final Duration LONG = Duration.ofSeconds(3);

    /// A file of this machine as a source has seen it.
    ///
    /// @param entry null if it is gone
    record Seen(Path file, @Nullable Entry entry) {}

    private final Map<String, ServiceTargets> services = new ConcurrentHashMap<>();

    /// Services after those that they depend on, else as they were: who comes first starts first.
    static List<Service> sorted(List<Service> services) {
        LinkedHashSet<Service> sorted = new LinkedHashSet<>();
        services.forEach(service -> addAfterItsDependencies(service, services, sorted));
        return List.copyOf(sorted);
    }

    private static void addAfterItsDependencies(Service service, List<Service> all, Set<Service> sorted) {
        for (Service other : all) { // no circles: the configuration is checked for them
            if (service.reactions().dependsOn().contains(other.name())) {
                addAfterItsDependencies(other, all, sorted);
            }
        }
        sorted.add(service);
    }

    void add(ServiceTargets targets) {
        services.put(targets.service().name(), targets);
    }

    /// Waits until services have nothing left to do about a change. Those that are not synced, or have no container,
    /// are not waited for.
    ///
    /// @param files what has changed
    /// @param onLongWait run once if it takes long
    /// @return false if that is not needed any more
    boolean await(Collection<String> names, List<Seen> files, BooleanSupplier outdated, Runnable onLongWait)
            throws InterruptedException {
        List<ServiceTargets> others = new ArrayList<>();
        for (String name : names) {
            ServiceTargets other = services.get(name);
            if (other != null) {
                others.add(other);
            }
        }
        if (others.isEmpty()) {
            return true;
        }
        Waiting waiting = new Waiting(outdated, onLongWait);
        waiting.until(() -> others.stream().allMatch(ServiceTargets::isScanned), LIMIT); // at the start
        waiting.until(() -> others.stream().allMatch(other -> other.knows(files)), ARRIVAL_LIMIT);
        Map<SyncedSource, Long> wanted = new HashMap<>();
        others.forEach(other -> wanted.putAll(other.revisions()));
        waiting.until(() -> others.stream().allMatch(other -> other.has(wanted)), ARRIVAL_LIMIT);
        waiting.until(() -> others.stream().noneMatch(ServiceTargets::isBusy), LIMIT);
        return !outdated.getAsBoolean();
    }

    private static final class Waiting {
        private final BooleanSupplier outdated;
        private final Runnable onLongWait;
        private final long begin = System.nanoTime();
        private boolean told;

        Waiting(BooleanSupplier outdated, Runnable onLongWait) {
            this.outdated = outdated;
            this.onLongWait = onLongWait;
        }

        void until(BooleanSupplier done, Duration limit) throws InterruptedException {
            long end = System.nanoTime() + limit.toNanos();
            while (!done.getAsBoolean() && !outdated.getAsBoolean() && System.nanoTime() < end) {
                if (!told && System.nanoTime() - begin > LONG.toNanos()) {
                    told = true;
                    onLongWait.run();
                }
                Thread.sleep(LOOK);
            }
        }
    }
}
