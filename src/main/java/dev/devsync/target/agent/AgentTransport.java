package dev.devsync.target.agent;

import dev.devsync.target.TargetException;
import java.util.List;

/// Starts processes in a target and speaks with them.
@FunctionalInterface
public interface AgentTransport {

    /// Starts a process.
    ///
    /// @param command the program and its arguments
    /// @throws TargetException.NoAgent if there is no such program in the target
    /// @throws TargetException.Disconnected if the target cannot be reached or is not running
    AgentChannel start(List<String> command) throws TargetException;

    /// Whose tools the processes find there, for people.
    ///
    /// @return empty if they are the target's own
    default String tools() {
        return "";
    }
}
