package dev.devsync.target.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodListTest {

    private static final String SIDECAR_FIRST = """
            {"items": [{
              "metadata": {"name": "api-1", "uid": "u1", "creationTimestamp": "2026-01-02T00:00:00Z",
                           "annotations": {"kubectl.kubernetes.io/default-container": "api"}},
              "spec": {
                "initContainers": [
                  {"name": "migrate", "image": "m"},
                  {"name": "tools", "image": "busybox", "restartPolicy": "Always"}],
                "containers": [{"name": "proxy", "image": "p"}, {"name": "api", "image": "a"}]},
              "status": {"phase": "Pending",
                "initContainerStatuses": [
                  {"name": "migrate", "state": {"terminated": {"reason": "Completed"}}},
                  {"name": "tools", "containerID": "c://t1", "restartCount": 2, "state": {"running": {}}}],
                "containerStatuses": [
                  {"name": "api", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}]}
            """;

    private static PodInfo only(String json) throws KubeException {
        List<PodInfo> pods = PodList.read(json);
        assertThat(pods).hasSize(1);
        return pods.getFirst();
    }

    @Test
    void takesTheUsualContainerUnlessOneIsNamed() throws Exception {
        PodInfo pod = only(SIDECAR_FIRST);
        assertThat(pod.container(null)).get().extracting(PodContainer::name).isEqualTo("api");
        assertThat(pod.container("proxy")).get().extracting(PodContainer::image).isEqualTo("p");
        assertThat(pod.container("migrate")).as("an init container has ended").isEmpty();
    }

    @Test
    void aNativeSidecarTakesFilesBeforeThePodRuns() throws Exception {
        PodInfo pod = only(SIDECAR_FIRST);
        assertThat(pod.takes("tools")).isTrue();
        assertThat(pod.container("tools"))
                .get()
                .isEqualTo(new PodContainer("tools", "busybox", "c://t1", 2, true, "", List.of()));
        assertThat(pod.takes(null)).isFalse();
    }

    @Test
    void saysWhyNothingCanBeDone() throws Exception {
        PodInfo pod = only(SIDECAR_FIRST);
        assertThat(pod.describe(null)).isEqualTo("pod api-1 is not running: container api (CrashLoopBackOff)");
        assertThat(pod.describe("web")).isEqualTo("pod api-1 has no container web; it has proxy, api, tools");
        assertThat(only("""
                {"items": [{"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c"}]},
                  "status": {"phase": "Pending", "conditions": [
                    {"type": "PodScheduled", "status": "False", "message": "0/3 nodes are available"}]}}]}
                """).describe(null)).isEqualTo("pod p is not running: container c (0/3 nodes are available)");
        assertThat(only("""
                {"items": [{"metadata": {"name": "p", "deletionTimestamp": "2026-01-02T00:00:00Z"},
                  "spec": {"containers": [{"name": "c"}]},
                  "status": {"phase": "Running", "containerStatuses": [{"name": "c", "state": {"running": {}}}]}}]}
                """).describe(null)).isEqualTo("pod p is being deleted");
    }

    @Test
    void replicasWithTheSameClaimHaveTheSameFolder() throws Exception {
        String pod = """
                {"metadata": {"name": "%1$s", "uid": "%1$s", "namespace": "dev"},
                 "spec": {
                   "volumes": [{"name": "w", "persistentVolumeClaim": {"claimName": "source"}}, {"name": "t", "emptyDir": {}}],
                   "containers": [{"name": "c", "volumeMounts": [
                     {"name": "w", "mountPath": "/app", "subPath": "a"},
                     {"name": "t", "mountPath": "/app/tmp"},
                     {"name": "t", "mountPath": "/read", "readOnly": true}]}]},
                 "status": {"containerStatuses": [{"name": "c", "containerID": "id-%1$s"}]}}
                """;
        List<PodInfo> pods = PodList.read("{\"items\": [%s, %s]}".formatted(pod.formatted("p"), pod.formatted("q")));
        PodContainer one = pods.get(0).containers().getFirst();
        PodContainer two = pods.get(1).containers().getFirst();
        TargetPath source = new TargetPath("/app/src");
        assertThat(one.identity(source))
                .isEqualTo(two.identity(source))
                .isEqualTo(new FolderIdentity("claim source of namespace dev", new TargetPath("/a/src")));
        TargetPath tmp = new TargetPath("/app/tmp");
        assertThat(one.identity(tmp)).isNotEqualTo(two.identity(tmp));
        assertThat(one.identity(new TargetPath("/srv"))).isNotEqualTo(two.identity(new TargetPath("/srv")));
        assertThat(one.mountsBelow(new TargetPath("/app"))).containsExactly(tmp);
        assertThat(one.mountOf(new TargetPath("/read/x")))
                .get()
                .extracting(PodMount::access)
                .isEqualTo(Access.LOOK);
    }

    @Test
    void theOldestComesFirst() throws Exception {
        assertThat(PodList.read("""
                {"items": [{"metadata": {"name": "b", "creationTimestamp": "2026-01-02T00:00:00Z"}},
                           {"metadata": {"name": "a", "creationTimestamp": "2026-01-03T00:00:00Z"}}]}
                """)).extracting(PodInfo::name).containsExactly("b", "a");
    }

    @Test
    void whatIsNoListIsAFailureAndNoCrash() throws Exception {
        assertThat(PodList.read("{}")).isEmpty();
        assertThatThrownBy(() -> PodList.read("<html>")).isInstanceOf(KubeException.Failed.class);
    }
}
