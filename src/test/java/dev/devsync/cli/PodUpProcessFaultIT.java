package dev.devsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// A real `devsync up` with pods that ends in more and less polite ways: no kubectl and nothing in the pod
/// outlives it.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class PodUpProcessFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private TestCluster cluster;
    private @Nullable Process up;

    @BeforeEach
    void start() throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start("debian");
        cluster = new TestCluster(engine, folder);
        cluster.add("api-1", "api", container.getContainerId());
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  api:
                    pod: app=api
                    sync: [{path: src, target: /srv/app}]
                    run: echo up; exec sleep 2800
                    on: [{changed: "*", action: none}]
                """);
    }

    @AfterEach
    void stop() {
        if (up != null) {
            up.destroyForcibly();
        }
        if (engine != null) {
            cluster.close();
            container.close();
            engine.close();
        }
    }

    private Process up() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.devsync.cli.Main",
                        "up",
                        "--json")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        Process started = builder.start();
        up = started;
        await().atMost(LIMIT).until(() -> inPod().contains("sleep 2800") || !started.isAlive());
        assertThat(started.isAlive())
                .as(Files.readString(folder.resolve("out")))
                .isTrue();
        return started;
    }

    private List<String> inPod() throws Exception {
        return TestEngine.processes(engine, container);
    }

    /// Those that last: the watch and the streams. A list comes and goes.
    private static List<ProcessHandle> kubectls(Process of) {
        return of.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/kubectl"))
                .filter(process ->
                        words(process).contains("--watch") || words(process).contains("exec"))
                .toList();
    }

    private static List<String> words(ProcessHandle process) {
        return List.of(process.info().arguments().orElse(new String[0]));
    }

    private void awaitNothingLeft(List<ProcessHandle> kubectls) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(kubectls).noneMatch(ProcessHandle::isAlive));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(inPod()).allMatch(command -> command.startsWith("sleep inf")));
    }

    @Test
    void leavesNothingWhenItIsKilled() throws Exception {
        Process process = up();
        List<ProcessHandle> kubectls = kubectls(process);
        assertThat(kubectls).as("an agent, a watch, an app").hasSizeGreaterThan(2);
        process.destroyForcibly().waitFor();
        awaitNothingLeft(kubectls);
    }

    @Test
    void leavesNothingWhenItIsEnded() throws Exception {
        Process process = up();
        List<ProcessHandle> kubectls = kubectls(process);
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        awaitNothingLeft(kubectls);
    }

    /// At a terminal Ctrl-C reaches all processes at once.
    @Test
    void streamsOutliveCtrlCForAsLongAsDevsyncNeedsThem() throws Exception {
        Process process = up();
        List<ProcessHandle> kubectls = kubectls(process);
        List<ProcessHandle> streams = kubectls.stream()
                .filter(kubectl -> words(kubectl).contains("exec"))
                .toList();
        for (ProcessHandle kubectl : kubectls) {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(kubectl.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
        Files.writeString(folder.resolve("src/a.txt"), "after it\n");
        await().atMost(LIMIT)
                .until(() -> container
                        .execInContainer("cat", "/srv/app/a.txt")
                        .getStdout()
                        .equals("after it\n"));
        // kubectl itself ends a watch then; the next begins at once.
        assertThat(streams).isNotEmpty().allMatch(ProcessHandle::isAlive);
    }
}
