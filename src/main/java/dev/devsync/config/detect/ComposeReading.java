package dev.devsync.config.detect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a compose file says about its services, as far as it can be read without Compose.
final class ComposeReading {

    /// As Compose looks for them.
    private static final String[] NAMES = {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};

    /// One service.
    ///
    /// @param built whether its image is built from this folder
    /// @param dockerfile the file that it is built by
    /// @param folders folders in the container that this folder is synced to or mounted at, best first
    /// @param mounted whether this folder is mounted there
    /// @param workingDir empty if the image says it
    /// @param port the container's side of the first port mapping
    /// @param command what the container runs, if the file says it
    record ComposeService(
            String name,
            boolean built,
            String dockerfile,
            List<String> folders,
            boolean mounted,
            Optional<String> workingDir,
            Optional<Integer> port,
            Optional<String> command) {}

    private ComposeReading() {}

    /// The name of the compose file; empty if there is none.
    static Optional<String> file(ProjectFiles files) {
        return files.first(NAMES);
    }

    /// The services in the file's order; none if the file is broken, which Compose says better.
    static List<ComposeService> services(ProjectFiles files, String file) throws IOException {
        List<ComposeService> services = new ArrayList<>();
        for (Map.Entry<?, ?> entry : mapping(at(root(files, file), "services")).entrySet()) {
            services.add(service(String.valueOf(entry.getKey()), entry.getValue()));
        }
        return services;
    }

    /// The name that the file gives its project, if it is written out there.
    static Optional<String> project(ProjectFiles files, String file) throws IOException {
        return text(at(root(files, file), "name")).filter(name -> !name.isBlank() && !name.contains("$"));
    }

    private static @Nullable Object root(ProjectFiles files, String file) throws IOException {
        try {
            return new Load(LoadSettings.builder().setAllowNonScalarKeys(true).build())
                    .loadFromString(files.text(file));
        } catch (YamlEngineException _) {
            return null;
        }
    }

    private static ComposeService service(String name, @Nullable Object node) {
        Object build = at(node, "build");
        String context =
                build instanceof String text ? text : text(at(build, "context")).orElse(".");
        List<String> folders = new ArrayList<>();
        for (Object watch : list(at(at(node, "develop"), "watch"))) {
            if (isHere(text(at(watch, "path")).orElse(""))) {
                text(at(watch, "target")).ifPresent(folders::add);
            }
        }
        boolean mounted = false;
        for (Object volume : list(at(node, "volumes"))) {
            String[] parts = volume instanceof String line ? line.split(":") : new String[0];
            String source =
                    parts.length > 1 ? parts[0] : text(at(volume, "source")).orElse("");
            Optional<String> target = parts.length > 1 ? Optional.of(parts[1]) : text(at(volume, "target"));
            if (isHere(source) && target.isPresent()) {
                folders.add(target.get());
                mounted = true;
            }
        }
        Object command = at(node, "command");
        return new ComposeService(
                name,
                build != null && isHere(context),
                text(at(build, "dockerfile")).orElse("Dockerfile"),
                folders.stream().filter(folder -> folder.startsWith("/")).toList(),
                mounted,
                text(at(node, "working_dir")),
                port(list(at(node, "ports"))),
                command == null ? Optional.empty() : Optional.of(words(command)));
    }

    private static Optional<Integer> port(List<?> ports) {
        for (Object each : ports) {
            String target = each instanceof Map<?, ?> ? text(at(each, "target")).orElse("") : String.valueOf(each);
            String inside = target.replaceFirst(".*:", "").replaceFirst("/.*", "");
            if (inside.matches("\\d{1,5}")) {
                return Optional.of(Integer.valueOf(inside));
            }
        }
        return Optional.empty();
    }

    private static String words(Object command) {
        return command instanceof List<?> list
                ? String.join(" ", list.stream().map(String::valueOf).toList())
                : String.valueOf(command);
    }

    private static boolean isHere(String path) {
        return path.equals(".") || path.equals("./") || path.equals("${PWD}") || path.equals("$PWD");
    }

    private static @Nullable Object at(@Nullable Object node, String key) {
        return node instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private static Map<?, ?> mapping(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object node) {
        return node instanceof List<?> list ? list : List.of();
    }

    private static Optional<String> text(@Nullable Object node) {
        return node == null ? Optional.empty() : Optional.of(node.toString());
    }
}
