package dev.devsync.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets the replicas of a service build once: the first that comes to a version of the files builds, the others wait
/// and take what it made.
final class SharedBuilds {

    private static final Duration LOOK = Duration.ofMillis(10);

    /// Versions that are remembered: replicas are never many versions apart.
    private static final int KEPT = 8;

    /// What a replica does about a version.
    sealed interface Part {
        /// It builds, and tells how it went.
        record Builder() implements Part {}

        /// It takes what another has built.
        record Taker(Connector from) implements Part {}

        /// Another's build of the same files has failed, so its own would, too.
        record Failed(Connector where) implements Part {}

        /// Something newer has arrived.
        record Outdated() implements Part {}
    }

    private enum State {
        BUILDING,
        BUILT,
        FAILED
    }

    private record Build(Connector where, State state) {}

    private final Map<String, Build> builds = new HashMap<>();

    /// @param version which files: equal for replicas that have the same
    Part join(String version, Connector replica, BooleanSupplier outdated) throws InterruptedException {
        while (true) {
            Part part = look(version, replica);
            if (part != null) {
                return part;
            }
            if (outdated.getAsBoolean()) {
                return new Part.Outdated();
            }
            Thread.sleep(LOOK);
        }
    }

    private synchronized @Nullable Part look(String version, Connector replica) {
        Build build = builds.get(version);
        if (build == null || build.where.equals(replica)) {
            if (builds.size() >= KEPT) {
                builds.values().removeIf(old -> old.state != State.BUILDING);
            }
            builds.put(version, new Build(replica, State.BUILDING));
            return new Part.Builder();
        }
        return switch (build.state) {
            case BUILDING -> null;
            case BUILT -> new Part.Taker(build.where);
            case FAILED -> new Part.Failed(build.where);
        };
    }

    /// How a build ended: well, badly, or not at all (null), so that another replica may try.
    synchronized void ended(String version, Connector replica, @Nullable Boolean well) {
        if (well == null) {
            builds.remove(version, new Build(replica, State.BUILDING));
        } else {
            builds.put(version, new Build(replica, well ? State.BUILT : State.FAILED));
        }
    }

    /// A copy failed: whoever built it may be gone.
    synchronized void forget(String version) {
        builds.remove(version);
    }

    /// Nothing is shared with a replica that is gone.
    synchronized void left(Connector replica) {
        builds.values().removeIf(build -> build.where.equals(replica));
    }
}
