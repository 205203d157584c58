package dev.devsync.target.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        add(containers, pod.at("/spec/containers"), status.path("containerStatuses"));
        List<JsonNode> sidecars = new ArrayList<>();
        for (JsonNode init : pod.at("/spec/initContainers")) {
            if (text(init, "restartPolicy").equals("Always")) {
                sidecars.add(init);
            }
        }
        add(containers, sidecars, status.path("initContainerStatuses"));
        add(containers, pod.at("/spec/ephemeralContainers"), status.path("ephemeralContainerStatuses"));
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

    private static void add(List<PodContainer> containers, Iterable<JsonNode> specs, JsonNode statuses) {
        for (JsonNode spec : specs) {
            String name = text(spec, "name");
            JsonNode found = null;
            for (JsonNode status : statuses) {
                found = text(status, "name").equals(name) ? status : found;
            }
            containers.add(container(name, text(spec, "image"), found == null ? JSON.createObjectNode() : found));
        }
    }

    private static PodContainer container(String name, String image, JsonNode status) {
        JsonNode state = status.path("state");
        String reason = text(state.path("waiting"), "reason");
        if (reason.isEmpty()) {
            reason = text(state.path("terminated"), "reason");
        }
        return new PodContainer(
                name,
                image,
                text(status, "containerID"),
                status.path("restartCount").asInt(),
                state.hasNonNull("running"),
                reason);
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
