package dev.devsync.target;

import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A process to start in a target.
///
/// @param name marks it and its children in their environment, so that strays are found: letters, digits, `.`, `_`,
///     `-` and `/`
/// @param command the program and its arguments; `sh -c TEXT` for a line of shell
/// @param folder where it runs; null for the target's own working folder
/// @param environment variables on top of the target's own
/// @param user whom it runs as, as `docker exec -u` takes it; null for the target's own user
/// @param stop how it is ended when devsync itself is gone
/// @param output where its output goes beside devsync
/// @param rights what it may do there
public record Launch(
        String name,
        List<String> command,
        @Nullable TargetPath folder,
        Map<String, String> environment,
        @Nullable String user,
        StopSignal stop,
        Output output,
        Rights rights) {

    /// A process with the rights of the target's own.
    public Launch(
            String name,
            List<String> command,
            @Nullable TargetPath folder,
            Map<String, String> environment,
            @Nullable String user,
            StopSignal stop,
            Output output) {
        this(name, command, folder, environment, user, stop, output, Rights.CONTAINERS);
    }

    /// Where a process's output goes beside devsync.
    public enum Output {
        /// Nowhere.
        OURS_ONLY,
        /// To the output of the container's first process, so that `docker logs` shows it, where that is permitted.
        CONTAINER_LOG
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (!name.matches("[A-Za-z0-9._/-]+")) {
            throw new IllegalArgumentException("no name for a process: " + name);
        }
    }
}
