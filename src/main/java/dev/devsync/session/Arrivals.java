package dev.devsync.session;

import dev.devsync.tree.Delta;
import dev.devsync.tree.Tree;
import java.time.Instant;

/// Told what has arrived in a target, by the threads of its loops.
interface Arrivals {

    /// Nobody asks.
    Arrivals IGNORED = new Arrivals() {
        @Override
        public void caughtUp(SyncedSource source, Delta delta, Instant seen, long revision) {}

        @Override
        public void arrived(SyncedSource source, Delta delta, Tree before, Instant seen, long revision) {}

        @Override
        public void takenOver() {}
    };

    /// The target has everything that the source has.
    ///
    /// @param delta what had to be done for that
    /// @param seen when the newest of it was seen on the host
    /// @param revision the source's revision that is there now
    void caughtUp(SyncedSource source, Delta delta, Instant seen, long revision);

    /// A change is there, whole.
    ///
    /// @param before what the target had
    void arrived(SyncedSource source, Delta delta, Tree before, Instant seen, long revision);

    /// Another devsync writes the folder now: whatever follows is its to do.
    void takenOver();
}
