package dev.devsync.target.agent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Ends a connection that does not answer, so that no wait is without a limit.
public final class Watchdog implements AutoCloseable {

    private static final long IDLE = Long.MIN_VALUE;

    private final Runnable bite;
    private final Thread thread;
    private volatile long deadline = IDLE;
    private volatile boolean closed;
    private volatile boolean bitten;

    /// @param bite run once if a deadline passes
    public Watchdog(Runnable bite) {
        this.bite = bite;
        this.thread = Thread.ofPlatform().daemon().name("devsync-watchdog").start(this::watch);
    }

    /// Sets or moves the deadline.
    public void expectWithin(Duration limit) {
        boolean wasIdle = deadline == IDLE;
        deadline = System.nanoTime() + limit.toNanos();
        if (wasIdle) {
            LockSupport.unpark(thread);
        }
    }

    /// There is nothing to wait for.
    public void rest() {
        deadline = IDLE;
    }

    /// Whether the deadline passed.
    public boolean hasBitten() {
        return bitten;
    }

    private void watch() {
        while (!closed) {
            long until = deadline;
            if (until == IDLE) {
                LockSupport.park(this);
                continue;
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                bitten = true;
                bite.run();
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
