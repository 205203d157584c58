package dev.devsync.target.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.target.Access;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads what `kubectl get pods -o json` prints.
final class PodList {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PodList() {}

    /// The pods, oldest first.
    static List<PodInfo> read(String json) throws KubeException {
        try {
            List<PodInfo> pods = new ArrayList<>();
            for (JsonNode item : JSON.readTree(json).path("items")) {
                pods.add(pod(item));
            }
            pods.sort(Comparator.comparing(PodInfo::created).thenComparing(PodInfo::name));
            return pods;
        } catch (JsonProcessingException e) {
            throw new KubeException.Failed("kubectl's list of pods cannot be read: " + e.getOriginalMessage());
        }
    }

    private static PodInfo pod(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode status = pod.path("status");
        List<PodContainer> containers = new ArrayList<>();
        Volumes volumes = new Volumes(pod);
        add(containers, volumes, pod.at("/spec/containers"), status.path("containerStatuses"));
        List<JsonNode> sidecars = new ArrayList<>();
        for (JsonNode init : pod.at("/spec/initContainers")) {
            if (text(init, "restartPolicy").equals("Always")) {
                sidecars.add(init);
            }
        }
        add(containers, volumes, sidecars, status.path("initContainerStatuses"));
        add(containers, volumes, pod.at("/spec/ephemeralContainers"), status.path("ephemeralContainerStatuses"));
        return new PodInfo(
                text(metadata, "name"),
                text(metadata, "uid"),
                text(metadata, "creationTimestamp"),
                text(status, "phase"),
                metadata.hasNonNull("deletionTimestamp"),
                unscheduled(status),
                text(metadata.path("annotations"), "kubectl.kubernetes.io/default-container"),
                containers);
    }

    private static void add(
            List<PodContainer> containers, Volumes volumes, Iterable<JsonNode> specs, JsonNode statuses) {
        for (JsonNode spec : specs) {
            JsonNode found = JSON.createObjectNode();
            for (JsonNode status : statuses) {
                found = text(status, "name").equals(text(spec, "name")) ? status : found;
            }
            containers.add(container(spec, found, volumes));
        }
    }

    private static PodContainer container(JsonNode spec, JsonNode status, Volumes volumes) {
        JsonNode state = status.path("state");
        String reason = text(state.path("waiting"), "reason");
        if (reason.isEmpty()) {
            reason = text(state.path("terminated"), "reason");
        }
        return new PodContainer(
                text(spec, "name"),
                text(spec, "image"),
                text(status, "containerID"),
                status.path("restartCount").asInt(),
                state.hasNonNull("running"),
                reason,
                volumes.of(spec));
    }

    /// The volumes of a pod: a claim may be other pods', too, anything else is the pod's own.
    private record Volumes(JsonNode pod) {

        List<PodMount> of(JsonNode container) {
            List<PodMount> mounts = new ArrayList<>();
            for (JsonNode mount : container.path("volumeMounts")) {
                mounts.add(new PodMount(
                        new TargetPath(text(mount, "mountPath")),
                        storage(text(mount, "name")),
                        new TargetPath("/" + text(mount, "subPath")),
                        mount.path("readOnly").asBoolean() ? Access.LOOK : Access.WRITE));
            }
            return mounts;
        }

        private String storage(String name) {
            for (JsonNode volume : pod.at("/spec/volumes")) {
                if (text(volume, "name").equals(name) && volume.has("persistentVolumeClaim")) {
                    return "claim " + text(volume.path("persistentVolumeClaim"), "claimName") + " of namespace "
                            + text(pod.path("metadata"), "namespace");
                }
            }
            return "volume " + name + " of pod " + text(pod.path("metadata"), "uid");
        }
    }

    private static String unscheduled(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (text(condition, "type").equals("PodScheduled")
                    && text(condition, "status").equals("False")) {
                String message = text(condition, "message");
                return message.isEmpty() ? text(condition, "reason") : message;
            }
        }
        return "";
    }

    private static String text(JsonNode node, String field) {
        return Text.printable(node.path(field).asText(""));
    }
}
