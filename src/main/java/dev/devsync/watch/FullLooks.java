package dev.devsync.watch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets any thread wait for a look at everything that began after it asked.
///
/// Requests are numbered. The source's thread notes the newest number before it looks, so a look that was already
/// under way when somebody asked never counts for them.
final class FullLooks {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long asked;
    private long begun;
    private long done;
    private boolean closed;

    /// @return what to [#await]
    long ask() {
        lock.lock();
        try {
            return ++asked;
        } finally {
            lock.unlock();
        }
    }

    /// The newest request.
    long asked() {
        lock.lock();
        try {
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /// The newest request that a look was made for.
    long begun() {
        lock.lock();
        try {
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody waits.
    boolean isWanted() {
        lock.lock();
        try {
            return asked > done;
        } finally {
            lock.unlock();
        }
    }

    /// Everything was looked at for this request and those before it; some paths may be held back yet.
    void begin(long request) {
        lock.lock();
        try {
            begun = request;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is held back.
    void end() {
        lock.lock();
        try {
            done = begun;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether the request was served; false when the limit was over first or the source was closed
    boolean await(long request, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (done < request && !closed && left > 0) {
                left = ended.awaitNanos(left);
            }
            return done >= request;
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting.
    void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
