package dev.devsync.target.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// A pod of the test cluster: what the API tells of it, and the container of the engine that its processes run in.
///
/// @param state `running`, or why it waits: `ContainerCreating`
/// @param engineContainer the id of the engine's container
record TestPod(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        String state,
        int restarts,
        boolean leaving,
        String engineContainer) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String CONTAINER = "api";

    TestPod with(String state) {
        return new TestPod(namespace, name, uid, labels, state, restarts, leaving, engineContainer);
    }

    TestPod startedAgain() {
        return new TestPod(namespace, name, uid, labels, "running", restarts + 1, leaving, engineContainer);
    }

    TestPod leavingNow() {
        return new TestPod(namespace, name, uid, labels, state, restarts, true, engineContainer);
    }

    boolean isRunning() {
        return state.equals("running");
    }

    /// As the API server tells it.
    ObjectNode json(long version) {
        ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .put("uid", uid)
                .put("resourceVersion", Long.toString(version))
                .put("creationTimestamp", "2026-01-01T00:00:00Z");
        if (leaving) {
            metadata.put("deletionTimestamp", "2026-01-01T00:10:00Z").put("deletionGracePeriodSeconds", 30);
        }
        labels.forEach(metadata.putObject("labels")::put);
        pod.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", CONTAINER)
                .put("image", "example/api:dev");
        ObjectNode status = pod.putObject("status").put("phase", isRunning() ? "Running" : "Pending");
        ObjectNode container = status.putArray("containerStatuses")
                .addObject()
                .put("name", CONTAINER)
                .put("image", "example/api:dev")
                .put("imageID", "")
                .put("ready", false) // as a dev pod is before it has its files
                .put("restartCount", restarts);
        if (isRunning()) {
            container.put("containerID", "containerd://" + uid + "-" + restarts);
            container.putObject("state").putObject("running").put("startedAt", "2026-01-01T00:00:01Z");
        } else {
            container.putObject("state").putObject("waiting").put("reason", state);
        }
        return pod;
    }
}
