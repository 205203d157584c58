package dev.devsync.target;

import java.util.Optional;
import java.util.function.Consumer;

/// Starts processes in one target. Used by one thread at a time; [#close] may come from any.
public interface Launcher extends AutoCloseable {

    /// Starts a process in a process group of its own.
    ///
    /// @param lines told each line of what it writes, from a thread of the process's own
    /// @throws TargetException.Refused if there is no such user or folder, or a tool is missing that this needs
    /// @throws TargetException.NoAgent if the target has no shell
    /// @throws TargetException.Disconnected if the target cannot be reached or is not running
    LaunchedProcess start(Launch launch, Consumer<String> lines) throws TargetException;

    /// A process of that name that runs already: an earlier devsync let it live, or was cut off from it. Its output
    /// goes on to wherever it went before.
    Optional<LaunchedProcess> adopt(Launch launch) throws TargetException;

    /// Whether something listens on a port in the target now.
    ///
    /// @param launch what is about to be started; the answer comes from the shell that is prepared for it
    LaunchedProcess.Listening listens(Launch launch, int port) throws TargetException;

    /// Prepares the next start, which is fast then. Returns at once; trouble shows when the process is started.
    void prepare(Launch launch);

    /// Prepares again what has been started since. It costs the target as much as a start does, so it is left for
    /// when nothing waits for a process. Returns at once.
    void replenish();

    /// Ends what was prepared. Processes that were started are their owners' to stop.
    @Override
    void close();
}
