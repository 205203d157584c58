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
    /// thread is interrupted, which closes the channel or socket that it waits on.
    ///
    /// @param address of the engine that is waited for
    /// @throws TimeoutException if the work took too long
    /// @throws InterruptedException if the caller was interrupted
    /// @throws ExecutionException with what the work threw as its cause
    static <T> T within(EngineAddress address, Duration limit, Callable<T> work)
            throws TimeoutException, InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = unstarted(address, task);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }

    /// An interrupt ends the wait for a java.net.Socket on a virtual thread only. For all else a thread of the system:
    /// virtual ones leave one in the system's poll, for which Java waits 300 ms when it ends.
    private static Thread unstarted(EngineAddress address, Runnable task) {
        Thread.Builder builder = address.endpoint() instanceof EngineAddress.Tcp
                ? Thread.ofVirtual()
                : Thread.ofPlatform().daemon();
        return builder.name("devsync-engine-call").unstarted(task);
    }
}
