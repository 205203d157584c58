package dev.devsync.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a devsync.yaml says, checked.
///
/// @param file the file it was read from, absolute
/// @param folder the file's folder, which paths in it are relative to
/// @param name the Compose project's name
/// @param toolbox what helps out in containers without a shell
/// @param services in the file's order
/// @param sources all files that this depends on; some need not be there
public record Project(
        Path file, Path folder, String name, ToolboxChoice toolbox, List<Service> services, Set<Path> sources) {
    public Project {
        services = List.copyOf(services);
        sources = Set.copyOf(sources);
    }

    /// The same, with another file that it depends on.
    public Project drawnFrom(Path source) {
        Set<Path> more = new TreeSet<>(sources);
        more.add(source);
        return new Project(file, folder, name, toolbox, services, more);
    }
}
