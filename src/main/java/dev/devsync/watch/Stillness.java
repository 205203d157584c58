package dev.devsync.watch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets other threads keep a source's thread from looking for a while, and wait for the look that follows.
final class Stillness {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int holds;
    private long looks;
    private boolean looking;
    private boolean closed;

    /// Waits for the look that is under way, and holds up the next.
    void hold() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            holds++;
            while (looking && !closed) {
                changed.await();
            }
        } catch (InterruptedException e) {
            holds--;
            changed.signalAll();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /// Ends a hold and waits for the next look, which sees all that was left in the inbox before.
    void releaseAndAwaitLook() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            holds--;
            changed.signalAll();
            long before = looks;
            while (looks == before && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The source's thread is about to look.
    ///
    /// @return whether it had to wait
    boolean begin() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean waited = holds > 0;
            while (holds > 0 && !closed) {
                changed.await();
            }
            looking = true;
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /// The look is over, if one had begun.
    void end() {
        lock.lock();
        try {
            if (looking) {
                looking = false;
                looks++;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
