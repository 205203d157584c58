package dev.devsync.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// The file devsync.yaml.
public final class ConfigFile {

    private static final List<String> NAMES = List.of("devsync.yaml", "devsync.yml");

    private ConfigFile() {}

    /// Finds the file in a folder or in the nearest folder above it that has one.
    ///
    /// @return the file, absolute; empty if there is none up to the root of the file system
    /// @throws ConfigException if that folder has both a devsync.yaml and a devsync.yml: taking either would leave
    ///     somebody editing the other in vain
    public static Optional<Path> find(Path startFolder) throws ConfigException {
        for (Path folder = startFolder.toAbsolutePath().normalize(); folder != null; folder = folder.getParent()) {
            List<Path> there =
                    NAMES.stream().map(folder::resolve).filter(Files::exists).toList();
            if (there.size() > 1) {
                Problems problems = new Problems(there.getFirst());
                problems.inWholeFile("there is a %s beside it".formatted(NAMES.getLast()), "remove one of the two");
                throw problems.exception();
            }
            if (!there.isEmpty()) {
                return Optional.of(there.getFirst());
            }
        }
        return Optional.empty();
    }

    /// Reads a file and checks everything in it that can be checked without an engine.
    ///
    /// @param file named in errors as it is given here
    /// @param environment the process's variables; COMPOSE_PROJECT_NAME is read
    /// @throws ConfigException with all that is wrong with the file
    public static Project read(Path file, Map<String, String> environment) throws ConfigException {
        Problems problems = new Problems(file);
        return project(file, YamlText.read(file, problems), environment, problems);
    }

    /// As [#read], of a text that was never written.
    ///
    /// @param file where it would be
    public static Project readText(Path file, String text, Map<String, String> environment) throws ConfigException {
        Problems problems = new Problems(file);
        return project(file, YamlText.parse(text, problems), environment, problems);
    }

    private static Project project(Path file, @Nullable Node root, Map<String, String> environment, Problems problems)
            throws ConfigException {
        @Nullable
        Project project = root == null
                ? null
                : new ProjectReader(file.toAbsolutePath().normalize(), environment, problems).read(root);
        if (project == null) {
            throw problems.exception();
        }
        return project;
    }
}
