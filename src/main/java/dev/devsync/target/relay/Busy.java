package dev.devsync.target.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Says every second that an answer is being worked on, so that the other side can tell a long wait from a dead line.
final class Busy {

    private static final Duration PACE = Duration.ofSeconds(1);

    private final RelayWriter out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    private boolean ended;

    Busy(RelayWriter out) {
        this.out = out;
        Thread.ofVirtual().name("devsync-relay-busy").start(this::run);
    }

    private void run() {
        lock.lock();
        try {
            long left = PACE.toNanos();
            while (!ended) {
                left = over.awaitNanos(left);
                if (!ended && left <= 0) {
                    out.mark(Mark.PATIENCE);
                    out.flush();
                    left = PACE.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            ended = true; // nobody reads any more; the answer will find out as well
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is said any more from now on.
    void end() {
        lock.lock();
        try {
            ended = true;
            over.signal();
        } finally {
            lock.unlock();
        }
    }
}
