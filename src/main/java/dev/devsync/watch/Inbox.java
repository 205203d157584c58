package dev.devsync.watch;

import dev.devsync.tree.RelativePath;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where any thread leaves word for the source's own. It holds each dirty path once, so it cannot outgrow the tree.
final class Inbox implements Watch.Sink {

    /// All that came in since the last look.
    ///
    /// @param dirty the paths to look at, a folder before what is in it
    /// @param startOver why everything has to be looked at, or null
    /// @param waitedNanos since the first of it came; 0 if there is nothing
    record Batch(
            TreeMap<RelativePath, Depth> dirty, @Nullable String startOver, long waitedNanos) {

        /// Both in one.
        Batch and(Batch later) {
            TreeMap<RelativePath, Depth> all = new TreeMap<>(dirty);
            later.dirty.forEach((path, depth) -> all.merge(path, depth, Depth::or));
            return new Batch(
                    all,
                    later.startOver == null ? startOver : later.startOver,
                    Math.max(waitedNanos, later.waitedNanos));
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private Map<RelativePath, Depth> dirty = new HashMap<>();
    private @Nullable String startOver;
    private Set<RelativePath> unwatched = new HashSet<>();
    private long firstCame;

    @Override
    public void unwatched(RelativePath folder) {
        lock.lock();
        try {
            unwatched.add(folder);
        } finally {
            lock.unlock();
        }
    }

    /// The folders without a watch that were told of since the last question.
    Set<RelativePath> takeUnwatched() {
        lock.lock();
        try {
            Set<RelativePath> taken = unwatched;
            unwatched = new HashSet<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void dirty(RelativePath path, Depth depth) {
        dirty(List.of(path), depth);
    }

    /// Adds several paths, to be looked at together.
    void dirty(Collection<RelativePath> paths, Depth depth) {
        lock.lock();
        try {
            noteFirst();
            paths.forEach(path -> dirty.merge(path, depth, Depth::or));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lost(String reason) {
        lock.lock();
        try {
            noteFirst();
            startOver = reason;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes all that is there, and waits for something if there is nothing.
    ///
    /// @param nanos the longest wait; the batch is empty when it is over
    Batch await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            long waited = isEmpty() ? 0 : System.nanoTime() - firstCame;
            Batch batch = new Batch(new TreeMap<>(dirty), startOver, waited);
            dirty = new HashMap<>();
            startOver = null;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return dirty.isEmpty() && startOver == null;
    }

    private void noteFirst() {
        if (isEmpty()) {
            firstCame = System.nanoTime();
        }
    }
}
