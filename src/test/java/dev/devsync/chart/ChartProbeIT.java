package dev.devsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;

/// What `helm test` runs in the cluster, run in a container here.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ChartProbeIT {

    @TempDir
    Path scratch;

    private Container.ExecResult run(String user, String setUp) throws Exception {
        JsonNode pod = Chart.only(Chart.render(scratch, ""), "Pod");
        List<String> command = new ArrayList<>();
        pod.at("/spec/containers/0/command").forEach(word -> command.add(word.asText()));
        try (GenericContainer<?> container = TestEngine.container("busybox")
                .withTmpFs(Map.of("/app", "uid=1000,gid=1000,mode=0755"))
                .withCreateContainerCmdModifier(create -> create.withUser(user))) {
            container.start();
            container.execInContainer("sh", "-c", setUp);
            return container.execInContainer(command.toArray(String[]::new));
        }
    }

    @Test
    void isContentWithAnImageThatHasEverything() throws Exception {
        Container.ExecResult result = run("1000:1000", "true");
        assertThat(result.getStdout()).isEqualTo("devsync can sync to /app here\n");
        assertThat(result.getExitCode()).isZero();
    }

    @Test
    void saysThatTheUserMayNotWrite() throws Exception {
        Container.ExecResult result = run("4711:4711", "true");
        assertThat(result.getStdout()).isEqualTo("/app cannot be written\n");
        assertThat(result.getExitCode()).isEqualTo(1);
    }
}
