package dev.devsync.target;

import dev.devsync.tree.StopSignal;
import java.util.concurrent.CompletableFuture;

/// A process that was started in a target, with all its children. It ends with devsync, unless it was let live.
public interface LaunchedProcess extends AutoCloseable {

    /// The code of a process whose end was seen, but not how: it was adopted.
    int UNKNOWN_CODE = -1;

    /// Its number in the target, which is its group's, too.
    long pid();

    /// Completes with the exit code when the process itself has ended, children or not: 128 and the signal's number
    /// where a signal ended it, [#UNKNOWN_CODE] where nobody knows. Completes with a [TargetException] if the
    /// connection to it broke.
    CompletableFuture<Integer> exit();

    /// How many processes of its group, or that it started, are alive. Zombies are not.
    int living() throws TargetException;

    /// Whether something listens on a port in the target, be it this process or another.
    Listening listens(int port) throws TargetException;

    /// Whether something listens on a port.
    enum Listening {
        YES,
        NO,
        /// The target has nothing to find it out with.
        UNKNOWN
    }

    /// Signals the process itself, without its children.
    ///
    /// @param signal the name without `SIG`
    void signal(String signal) throws TargetException;

    /// Ends it and all that it started, and returns when none of them is alive.
    ///
    /// @throws TargetException.Refused if some are alive even after they were killed
    Stopped stop(StopSignal how) throws TargetException, InterruptedException;

    /// How a process was ended.
    enum Stopped {
        /// Nothing was alive any more.
        WAS_OVER,
        /// By the signal, within the grace.
        BY_SIGNAL,
        /// Killed after it.
        BY_KILL
    }

    /// Makes it outlive devsync. What runs on this machine itself does not: its output would have no reader.
    void letLive() throws TargetException;

    /// Waits a moment for the rest of its output, then ends the connection. Whatever is alive then is stopped in the
    /// target, unless it was let live.
    @Override
    void close();
}
