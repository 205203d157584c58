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
public record Project(Path file, Path folder, String name, ToolboxChoice toolbox, List<Service> services) {
    public Project {
        services = List.copyOf(services);
    }
}
