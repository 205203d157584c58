package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.target.OriginException;
import java.util.Map;
import java.util.Optional;

/// Where the targets of services come from: an engine, a namespace of a cluster, or this machine.
sealed interface TargetOrigin extends AutoCloseable permits EngineOrigin, ClusterOrigin, LocalOrigin, RelayOrigin {

    /// The targets of a service at one moment.
    ///
    /// @param running connections to what runs or is meant, by a key that changes with every start of a container
    /// @param absence why nothing runs
    record Found(Map<String, Connector> running, Absence absence) {}

    /// Told that targets may have come or gone. Called by one thread; must return soon and not throw.
    interface Listener {

        /// Look now.
        void onHint();

        /// Nobody answers there any more; that is tried again.
        void onLost(String message, String advice);

        /// Somebody answers, but tells nothing by itself: what comes and goes is noticed later than it could be.
        void onDeaf(String message, String advice);

        /// The stream of hints is open, for the first time or again. What happened before is not told: look now.
        void onConnected();
    }

    /// Ends the hints.
    interface Hints extends AutoCloseable {
        @Override
        void close();
    }

    /// Makes sure that somebody answers there.
    void open() throws OriginException;

    /// Refuses what can never be synced there.
    default void check(Service service) throws OriginException {}

    /// @param reach which containers are meant, where there are others than running ones
    Found find(Service service, Targets.Reach reach) throws OriginException;

    /// @return empty if nothing ever comes or goes there
    Optional<Hints> follow(Listener listener);

    /// What answers there: `engine`, `cluster` or `relay`.
    String kind();

    /// Where it is, for people.
    String place();

    /// What it is and where, for `devsync status`; empty for this machine.
    String description();

    @Override
    void close();
}
