package dev.devsync.config;

import java.nio.file.Path;
import java.util.List;

/// What a devsync.yaml says, checked.
///
/// @param file the file it was read from, absolute
/// @param folder the file's folder, which paths in it are relative to
/// @param name the Compose project's name
/// @param toolbox what helps out in containers without a shell
/// @param services in the file's order
/// @param composeFiles the compose files to name to Compose; empty where it finds them by itself
public record Project(
        Path file, Path folder, String name, ToolboxChoice toolbox, List<Service> services, List<Path> composeFiles) {

    /// A project whose compose files have their usual names.
    public Project(Path file, Path folder, String name, ToolboxChoice toolbox, List<Service> services) {
        this(file, folder, name, toolbox, services, List.of());
    }

    public Project {
        services = List.copyOf(services);
        composeFiles = List.copyOf(composeFiles);
    }
}
