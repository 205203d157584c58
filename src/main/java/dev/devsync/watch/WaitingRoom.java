package dev.devsync.watch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Where threads wait until something that others change is as they want it.
final class WaitingRoom {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    /// Changes something that is waited for, while nobody looks, and has everybody look.
    ///
    /// @return what the change comes to
    <T> T change(Supplier<T> change) {
        lock.lock();
        try {
            T result = change.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /// @param wanted asked while nobody changes anything
    /// @return whether it is so; false when the limit was over first or the room was closed
    boolean await(BooleanSupplier wanted, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (!wanted.getAsBoolean() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return wanted.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting.
    void close() {
        change(() -> closed = true);
    }
}
