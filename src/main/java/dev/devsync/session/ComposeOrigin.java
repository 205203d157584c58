package dev.devsync.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What Compose made a container from, as it notes it in the container's labels.
///
/// @param project the project's name
/// @param service the service's name
/// @param folder the project's folder; empty if it is not on this machine
/// @param files the Compose files; empty if they are not on this machine
/// @param environment the files that variables come from; empty for Compose's default
record ComposeOrigin(String project, String service, Optional<Path> folder, List<Path> files, List<Path> environment) {

    private static final String LABEL = "com.docker.compose.";

    /// The label with the service's name.
    static final String SERVICE = LABEL + "service";

    ComposeOrigin {
        files = List.copyOf(files);
        environment = List.copyOf(environment);
    }

    /// @return empty if Compose did not make the container
    static Optional<ComposeOrigin> of(Map<String, String> labels) {
        String project = labels.get(LABEL + "project");
        String service = labels.get(SERVICE);
        if (project == null || service == null) {
            return Optional.empty();
        }
        // devsync may run elsewhere than Compose did: in a container, or with an engine that others use, too.
        List<Path> folder = here(labels.getOrDefault(LABEL + "project.working_dir", ""));
        return Optional.of(new ComposeOrigin(
                project,
                service,
                folder.stream().findFirst(),
                here(labels.getOrDefault(LABEL + "project.config_files", "")),
                here(labels.getOrDefault(LABEL + "project.environment_file", ""))));
    }

    /// Whether the project's folder, or that of one of its files, is this one.
    boolean isFrom(Path other) {
        return Stream.concat(folder.stream(), files.stream().map(Path::getParent))
                .anyMatch(each -> isSame(each, other));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    /// The paths, if all of them are there.
    private static List<Path> here(String list) {
        List<Path> paths = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            if (!each.isEmpty()) {
                paths.add(Path.of(each));
            }
        }
        return paths.stream().allMatch(Files::exists) ? paths : List.of();
    }

    /// The command that builds the service's image and makes its containers anew.
    ///
    /// @param containers how many it has: Compose would go back to what its files say
    List<String> rebuild(int containers) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", project));
        folder.ifPresent(path -> command.addAll(List.of("--project-directory", path.toString())));
        files.forEach(path -> command.addAll(List.of("--file", path.toString())));
        environment.forEach(path -> command.addAll(List.of("--env-file", path.toString())));
        command.addAll(List.of("up", "--detach", "--build", "--no-deps"));
        command.addAll(List.of("--scale", service + "=" + containers, service));
        return command;
    }
}
