package dev.devsync.target.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.Launcher;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.ExecTransport;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/// Processes in containers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExecLauncherContract extends LauncherContract {

    private final String image;
    private Engine engine;
    private GenericContainer<?> container;

    ExecLauncherContract(String image) {
        this.image = image;
    }

    @BeforeAll
    void start() throws Exception {
        engine = TestEngine.connect();
        container = TestEngine.start(image);
    }

    @AfterAll
    void stop() {
        container.stop();
        engine.close();
    }

    @Override
    protected Launcher launcher() throws Exception {
        var info = TestEngine.info(engine, container);
        return new ParkedLauncher(
                (user, rights) -> new ExecTransport(engine, info, user, rights), new dev.devsync.tree.TargetPath("/"));
    }

    @Override
    protected boolean canLetLive() {
        return true;
    }

    @Override
    protected String inTarget(String shell) throws Exception {
        return container.execInContainer("sh", "-c", shell).getStdout();
    }

    @Test
    void runsAsAnotherUserAndWritesToTheContainersLog() throws Exception {
        try (Launcher launcher = launcher()) {
            Launch launch = new Launch(
                    "test/user",
                    List.of("sh", "-c", "id -u; echo to the log"),
                    new TargetPath("/"),
                    Map.of(),
                    "65534:65534",
                    StopSignal.DEFAULT,
                    Launch.Output.CONTAINER_LOG);
            var lines = new java.util.concurrent.LinkedBlockingQueue<String>();
            try (LaunchedProcess process = launcher.start(launch, lines::add)) {
                assertThat(process.exit().get(30, TimeUnit.SECONDS)).isZero();
            }
            assertThat(lines).containsExactly("65534", "to the log");
            Launch asRoot = new Launch(
                    "test/root",
                    List.of("echo", "seen by docker logs"),
                    new TargetPath("/"),
                    Map.of(),
                    "0:0",
                    StopSignal.DEFAULT,
                    Launch.Output.CONTAINER_LOG);
            try (LaunchedProcess process = launcher.start(asRoot, lines::add)) {
                assertThat(process.exit().get(30, TimeUnit.SECONDS)).isZero();
            }
            assertThat(lines).contains("seen by docker logs");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(container.getLogs()).contains("seen by docker logs"));
        }
    }
}
