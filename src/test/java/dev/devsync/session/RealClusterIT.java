package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.report.Event;
import dev.devsync.target.kube.Kubectl;
import dev.devsync.target.kube.TestKubectl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One pod of a real cluster, for whoever has one: `DEVSYNC_IT_KUBECONFIG` names its kubeconfig, whose
/// current context and namespace are used; `DEVSYNC_IT_IMAGE` an image with a shell that the cluster can pull
/// (busybox).
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealClusterIT {

    private static final String KUBECONFIG = Objects.requireNonNullElse(System.getenv("DEVSYNC_IT_KUBECONFIG"), "");
    private static final String IMAGE = Objects.requireNonNullElse(System.getenv("DEVSYNC_IT_IMAGE"), "busybox:1.37");

    private final String pod = "devsync-it-" + Long.toString(System.nanoTime(), 36);

    @TempDir
    Path folder;

    @BeforeEach
    void runPod() throws Exception {
        assumeTrue(!KUBECONFIG.isEmpty(), "no real cluster: DEVSYNC_IT_KUBECONFIG names no kubeconfig");
        kubectl(
                "run",
                pod,
                "--image=" + IMAGE,
                "--labels=devsync-it=" + pod,
                "--restart=Never",
                "--command",
                "--",
                "sleep",
                "600");
    }

    @AfterEach
    void deletePod() throws Exception {
        if (!KUBECONFIG.isEmpty()) {
            kubectl("delete", "pod", pod, "--wait=false", "--grace-period=1");
        }
    }

    private static void kubectl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(TestKubectl.program(), "--kubeconfig=" + KUBECONFIG));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void keepsAPodEqual() throws Exception {
        PodsOnly cluster = new PodsOnly(new Kubectl(TestKubectl.program(), Map.of("KUBECONFIG", KUBECONFIG)));
        try (SyncedProject project = SyncedProject.inPods(folder, cluster, "devsync-it=" + pod, "/tmp/app")) {
            project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
            project.up();
            project.events.await(Event.CaughtUp.class);
            project.awaitMirrored();
            project.write("a.txt", "changed\n").delete("folder");
            project.awaitMirrored();
        }
    }
}
