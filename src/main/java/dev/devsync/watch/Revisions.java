package dev.devsync.watch;

import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands the newest state of a source to whoever waits for it.
final class Revisions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition newer = lock.newCondition();
    private volatile Source.State current =
            new Source.State(Tree.EMPTY, 0, Instant.EPOCH, Source.Status.MISSING, List.of());
    private boolean closed;

    Source.State current() {
        return current;
    }

    void publish(Tree tree, Source.Status status, List<RelativePath> unreadable) {
        lock.lock();
        try {
            current = new Source.State(tree, current.revision() + 1, Instant.now(), status, unreadable);
            newer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Source.State awaitNewer(long revision, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (current.revision() <= revision && !closed && left > 0) {
                left = newer.awaitNanos(left);
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting.
    void close() {
        lock.lock();
        try {
            closed = true;
            newer.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
