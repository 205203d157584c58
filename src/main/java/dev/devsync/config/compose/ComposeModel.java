package dev.devsync.config.compose;

import java.nio.file.Path;
import java.util.List;

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

    public ComposeModel {
        files = List.copyOf(files);
        services = List.copyOf(services);
        unresolved = List.copyOf(unresolved);
    }
}
