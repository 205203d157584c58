package dev.devsync.target.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads an engine's answers about containers (Engine API, "Inspect a container").
final class Inspection {

    private Inspection() {}

    /// Where an engine answers about a container.
    static String pathOf(ContainerId id) {
        return "/containers/" + id.value() + "/json";
    }

    /// @throws IOException if it is no such answer
    static ContainerInfo info(JsonNode answer) throws IOException {
        JsonNode config = answer.path("Config");
        JsonNode state = answer.path("State");
        if (text(answer, "Id").isEmpty() || !config.isObject() || !state.isObject()) {
            throw new IOException("the answer is about no container: " + Text.printable(answer.toString()));
        }
        ContainerState doing = ContainerState.parse(text(state, "Status"));
        JsonNode exit = state.path("ExitCode");
        boolean ended =
                doing == ContainerState.EXITED || doing == ContainerState.DEAD || doing == ContainerState.RESTARTING;
        return new ContainerInfo(
                new ContainerId(text(answer, "Id")),
                text(answer, "Name").replaceFirst("^/", ""),
                doing,
                text(config, "Image"),
                text(config, "User"),
                time(text(state, "StartedAt")),
                time(text(state, "FinishedAt")),
                exit.isNumber() && ended ? Integer.valueOf(exit.intValue()) : null,
                texts(config.path("Labels")),
                mounts(answer),
                workingDir(config));
    }

    private static TargetPath workingDir(JsonNode config) {
        String folder = text(config, "WorkingDir");
        return new TargetPath(folder.startsWith("/") ? folder : "/");
    }

    private static @Nullable Instant time(String text) {
        if (text.startsWith("0001-")) { // Go's zero
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// @throws IOException as [EngineHttp#get]
    static ContainerDetails details(EngineHttp http, ContainerId id) throws IOException {
        JsonNode answer = http.get(pathOf(id));
        JsonNode image = image(http, text(answer, "Image"));
        return new ContainerDetails(
                info(answer),
                answer.path("HostConfig").path("ReadonlyRootfs").asBoolean()
                        ? Mount.Access.READ_ONLY
                        : Mount.Access.READ_WRITE,
                text(image, "Architecture"),
                text(image, "Os"));
    }

    private static JsonNode image(EngineHttp http, String id) throws IOException {
        try {
            return id.isEmpty() ? MissingNode.getInstance() : http.get("/images/" + id + "/json");
        } catch (NotFoundException e) {
            return MissingNode.getInstance(); // removed by force; its containers go on
        }
    }

    private static List<Mount> mounts(JsonNode answer) {
        List<Mount> mounts = new ArrayList<>();
        answer.path("Mounts").forEach(mount -> mounts.add(mount(mount, answer)));
        // Those of --tmpfs are not among the mounts.
        texts(answer.path("HostConfig").path("Tmpfs"))
                .forEach((path, options) -> mounts.add(new Mount(
                        new TargetPath(path),
                        Mount.Type.TMPFS,
                        List.of(options.split(",", -1)).contains("ro")
                                ? Mount.Access.READ_ONLY
                                : Mount.Access.READ_WRITE,
                        "",
                        TargetPath.ROOT)));
        return mounts;
    }

    private static Mount mount(JsonNode mount, JsonNode container) {
        Mount.Type type = switch (text(mount, "Type")) {
            case "bind" -> Mount.Type.BIND;
            case "volume" -> Mount.Type.VOLUME;
            case "tmpfs" -> Mount.Type.TMPFS;
            default -> Mount.Type.OTHER;
        };
        String name = text(mount, "Name");
        String destination = text(mount, "Destination");
        return new Mount(
                new TargetPath(destination),
                type,
                mount.path("RW").asBoolean(true) ? Mount.Access.READ_WRITE : Mount.Access.READ_ONLY,
                name.isEmpty() ? text(mount, "Source") : name,
                subpath(destination, container));
    }

    /// The part of a volume that is mounted. The mounts themselves do not say (28.5), what was asked for does.
    private static TargetPath subpath(String destination, JsonNode container) {
        for (JsonNode asked : container.path("HostConfig").path("Mounts")) {
            JsonNode options = asked.path("VolumeOptions");
            if (text(asked, "Target").equals(destination) && options.isObject()) {
                return new TargetPath("/" + text(options, "Subpath"));
            }
        }
        return TargetPath.ROOT;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText("")));
        return texts;
    }

    private static String text(JsonNode object, String key) {
        return object.path(key).asText("");
    }
}
