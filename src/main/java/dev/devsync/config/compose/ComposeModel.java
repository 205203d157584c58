package dev.devsync.config.compose;

import dev.devsync.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What compose files say, resolved.
///
/// @param folder the project's folder, absolute: that of the first file
/// @param files that were merged, in order, without what they include or extend
/// @param name the project's name
/// @param services in the files' order
/// @param origin who resolved it
/// @param unresolved what could not be resolved, in words
public record ComposeModel(
        Path folder,
        List<Path> files,
        String name,
        List<ComposeService> services,
        Origin origin,
        List<String> unresolved) {

    /// Who resolved the model.
    public enum Origin {
        FILES,
        COMPOSE
    }

    /// Reads files and resolves what they say.
    ///
    /// @param environment this process's variables
    /// @param home what `~` stands for
    /// @throws ConfigException with all that is wrong
    public static ComposeModel read(ComposeFiles files, Map<String, String> environment, Path home)
            throws ConfigException, IOException, InterruptedException {
        ComposeResolver.Resolved resolved = ComposeResolver.resolve(files, environment, home);
        if (!resolved.problems().isEmpty()) {
            throw resolved.problems().exception();
        }
        return resolved.model();
    }

    public ComposeModel {
        files = List.copyOf(files);
        services = List.copyOf(services);
        unresolved = List.copyOf(unresolved);
    }
}
