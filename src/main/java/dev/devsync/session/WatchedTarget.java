package dev.devsync.session;

import dev.devsync.target.Applied;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Delta;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A target of which somebody wants to know when what was completed.
final class WatchedTarget extends ForwardingTarget {

    /// Told before a revision that something was sent for is completed.
    @FunctionalInterface
    interface Listener {
        /// @param since when sending began
        void onCompleted(long revision, Instant since);
    }

    private final Listener listener;
    private @Nullable Instant sending;

    WatchedTarget(Target target, Listener listener) {
        super(target);
        this.listener = listener;
    }

    @Override
    public Applied apply(Delta delta, Contents contents, Progress progress) throws TargetException {
        if (sending == null) {
            sending = Instant.now();
        }
        return super.apply(delta, contents, progress);
    }

    @Override
    public void completed(long revision) throws TargetException {
        Instant since = sending;
        if (since != null) {
            listener.onCompleted(revision, since);
            sending = null;
        }
        super.completed(revision);
    }
}
