package dev.devsync.session;

import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.tree.Delta;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes one event of a change that reached several targets, each at its own pace.
final class Fanout {

    private final String service;
    private final String root;
    private final Reporter reporter;
    private final Map<TargetName, Long> acknowledged = new HashMap<>();
    private final TreeMap<Long, Arrival> underWay = new TreeMap<>();

    /// A revision that has reached some targets.
    private static final class Arrival {
        final DeltaSummary delta;
        final Set<TargetName> targets = new HashSet<>();
        Duration took = Duration.ZERO;

        Arrival(Delta delta) {
            this.delta = DeltaSummary.of(delta);
        }
    }

    Fanout(String service, String root, Reporter reporter) {
        this.service = service;
        this.root = root;
        this.reporter = reporter;
    }

    synchronized void joined(TargetName target, long revision) {
        acknowledged.put(target, revision);
        announce();
    }

    synchronized void left(TargetName target) {
        acknowledged.remove(target);
        announce();
    }

    synchronized void acknowledged(TargetName target, long revision, Delta delta, Duration took) {
        acknowledged.put(target, revision);
        if (!delta.isEmpty()) {
            Arrival arrival = underWay.computeIfAbsent(revision, r -> new Arrival(delta));
            arrival.targets.add(target);
            arrival.took = arrival.took.compareTo(took) < 0 ? took : arrival.took;
        }
        announce();
    }

    /// Announces what all connected targets have, or a newer revision of it.
    private void announce() {
        long slowest =
                acknowledged.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        var complete = underWay.headMap(slowest, true);
        complete.forEach((revision, arrival) -> reporter.on(new Event.Synced(
                service,
                root,
                arrival.delta,
                Math.max(acknowledged.size(), arrival.targets.size()),
                Math.max(acknowledged.size(), arrival.targets.size()),
                revision,
                arrival.took)));
        complete.clear();
    }
}
