package dev.devsync.target.docker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Limits how long something may take that has no limit of its own: docker-java ignores its timeouts on unix
/// sockets (3.7.1), and a socket channel has none.
final class Deadline {

    private Deadline() {}

    /// Does the work on a thread of its own and waits for it. When time is up or the caller is interrupted, that
    /// thread is interrupted, which closes the channel that it waits on.
    ///
    /// @throws TimeoutException if the work took too long
    /// @throws InterruptedException if the caller was interrupted
    /// @throws ExecutionException with what the work threw as its cause
    static <T> T within(Duration limit, Callable<T> work)
            throws TimeoutException, InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(work);
        // Not a virtual one: Java then keeps a thread in the system's poll, for which it waits 300 ms when it ends.
        Thread.ofPlatform().daemon().name("devsync-engine-call").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
