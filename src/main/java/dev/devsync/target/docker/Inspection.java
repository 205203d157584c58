package dev.devsync.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import dev.devsync.tree.TargetPath;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Translates docker-java's answers into our own types.
final class Inspection {

    private Inspection() {}

    static ContainerInfo info(InspectContainerResponse answer) {
        var config = Objects.requireNonNull(answer.getConfig());
        var state = Objects.requireNonNull(answer.getState());
        ContainerState doing = ContainerState.parse(state.getStatus());
        Long exit = state.getExitCodeLong();
        boolean ended =
                doing == ContainerState.EXITED || doing == ContainerState.DEAD || doing == ContainerState.RESTARTING;
        Map<String, String> labels = config.getLabels();
        return new ContainerInfo(
                new ContainerId(Objects.requireNonNull(answer.getId())),
                orEmpty(answer.getName()).replaceFirst("^/", ""),
                doing,
                orEmpty(config.getImage()),
                orEmpty(config.getUser()),
                time(state.getStartedAt()),
                time(state.getFinishedAt()),
                exit == null || !ended ? null : Integer.valueOf(exit.intValue()),
                labels == null ? Map.of() : labels,
                mounts(answer),
                folder(config.getWorkingDir()));
    }

    private static TargetPath folder(@Nullable String text) {
        return new TargetPath(text != null && text.startsWith("/") ? text : "/");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.startsWith("0001-")) { // Go's zero
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    static ContainerDetails details(DockerClient docker, ContainerId id) {
        InspectContainerResponse answer = docker.inspectContainerCmd(id.value()).exec();
        HostConfig host = Objects.requireNonNull(answer.getHostConfig());
        String workingDir = orEmpty(Objects.requireNonNull(answer.getConfig()).getWorkingDir());
        InspectImageResponse image = image(docker, answer.getImageId());
        return new ContainerDetails(
                info(answer),
                new TargetPath(workingDir.isEmpty() ? "/" : workingDir),
                Boolean.TRUE.equals(host.getReadonlyRootfs()) ? Mount.Access.READ_ONLY : Mount.Access.READ_WRITE,
                image == null ? "" : orEmpty(image.getArch()),
                image == null ? "" : orEmpty(image.getOs()));
    }

    private static @Nullable InspectImageResponse image(DockerClient docker, @Nullable String id) {
        try {
            return id == null ? null : docker.inspectImageCmd(id).exec();
        } catch (NotFoundException e) {
            return null; // removed by force; its containers go on
        }
    }

    private static List<Mount> mounts(InspectContainerResponse answer) {
        HostConfig host = Objects.requireNonNull(answer.getHostConfig());
        List<Mount> mounts = new ArrayList<>();
        // docker-java's own type of a mount leaves out which type it is (3.7.1).
        if (answer.getRawValues().get("Mounts") instanceof List<?> listed) {
            for (Object mount : listed) {
                mounts.add(mount((Map<?, ?>) mount, answer.getRawValues()));
            }
        }
        Map<String, String> tmpfs = host.getTmpFs();
        if (tmpfs != null) { // those of --tmpfs are not among the mounts
            tmpfs.forEach((path, options) -> mounts.add(new Mount(
                    new TargetPath(path),
                    Mount.Type.TMPFS,
                    List.of(orEmpty(options).split(",", -1)).contains("ro")
                            ? Mount.Access.READ_ONLY
                            : Mount.Access.READ_WRITE,
                    "",
                    TargetPath.ROOT)));
        }
        return mounts;
    }

    private static Mount mount(Map<?, ?> mount, Map<?, ?> container) {
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
                Boolean.FALSE.equals(mount.get("RW")) ? Mount.Access.READ_ONLY : Mount.Access.READ_WRITE,
                name.isEmpty() ? text(mount, "Source") : name,
                subpath(destination, container));
    }

    /// The part of a volume that is mounted. The mounts themselves do not say (28.5), what was asked for does.
    private static TargetPath subpath(String destination, Map<?, ?> container) {
        if (container.get("HostConfig") instanceof Map<?, ?> host && host.get("Mounts") instanceof List<?> asked) {
            for (Object each : asked) {
                if (each instanceof Map<?, ?> mount
                        && text(mount, "Target").equals(destination)
                        && mount.get("VolumeOptions") instanceof Map<?, ?> options) {
                    return new TargetPath("/" + text(options, "Subpath"));
                }
            }
        }
        return TargetPath.ROOT;
    }

    private static String text(Map<?, ?> object, String key) {
        return object.get(key) instanceof String text ? text : "";
    }
}
