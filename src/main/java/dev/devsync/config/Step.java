package dev.devsync.config;

import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command that runs in a service's targets.
///
/// @param command the program and its arguments; a line of shell is `sh -c LINE`
/// @param text the command as it was written, for messages
/// @param folder where it runs; null for the target's own working folder
/// @param user whom it runs as, as `docker exec -u` takes it; null for the container's user
/// @param environment variables on top of the container's
/// @param timeout after so long it is stopped; null for no limit, which only the app itself has
/// @param inputs patterns in gitignore syntax: it runs when one of these files changed; empty for any file
/// @param outputs files and folders that it makes, absolute: replicas get them from the first that made them; empty
///     if each replica runs the command itself
/// @param rights what it may do there
public record Step(
        List<String> command,
        String text,
        @Nullable TargetPath folder,
        @Nullable String user,
        Map<String, String> environment,
        @Nullable Duration timeout,
        List<String> inputs,
        List<TargetPath> outputs,
        Rights rights) {

    /// What a command may do in the target.
    public enum Rights {
        /// What the target's own processes may.
        CONTAINERS,
        /// Everything, as `privileged` of Compose's hooks has it.
        ALL
    }

    /// A command with the rights of the target's own processes.
    public Step(
            List<String> command,
            String text,
            @Nullable TargetPath folder,
            @Nullable String user,
            Map<String, String> environment,
            @Nullable Duration timeout,
            List<String> inputs,
            List<TargetPath> outputs) {
        this(command, text, folder, user, environment, timeout, inputs, outputs, Rights.CONTAINERS);
    }

    public Step {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// A command that is written as one line: `sh -c LINE`, or the program itself if the line is plain words.
    ///
    /// @param timeout null for no limit
    public static Step ofLine(
            String line,
            @Nullable TargetPath folder,
            @Nullable String user,
            Map<String, String> environment,
            @Nullable Duration timeout) {
        return new Step(
                CommandText.command(line), line.strip(), folder, user, environment, timeout, List.of(), List.of());
    }
}
