package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.target.Launch;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// What is done to pods beside syncing.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class PodConnectorIT {

    private static final Service PODS =
            new Service("api", new Location.Pod("app=api", null, null, null), List.<Sync>of());

    @TempDir
    Path folder;

    private Engine engine;
    private TestCluster cluster;

    @BeforeEach
    void connect() throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        cluster = new TestCluster(engine, folder);
    }

    @AfterEach
    void disconnect() {
        if (engine != null) {
            cluster.close();
            engine.close();
        }
    }

    private List<Connector> connectors() throws Exception {
        ClusterOrigin origin = new ClusterOrigin(cluster.kubectl(), (Location.Pod) PODS.location());
        return List.copyOf(origin.find(PODS, Targets.Reach.RUNNING).running().values());
    }

    @Test
    void endsTheFirstProcessToRestartAContainer() throws Exception {
        try (GenericContainer<?> container = TestEngine.container("busybox")
                .withCommand("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done")) {
            container.start();
            cluster.add("api-1", "api", container.getContainerId());
            connectors().getFirst().restart(Duration.ofSeconds(20));
            await().atMost(Duration.ofSeconds(30)).until(() -> !container.isRunning());
        }
    }

    @Test
    void saysThatAFirstProcessTakesNoNotice() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox")) {
            cluster.add("api-1", "api", container.getContainerId());
            assertThatThrownBy(() -> connectors().getFirst().restart(Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(
                            TargetException.Refused.class,
                            e -> assertThat(e.advice()).contains("kubectl delete pod api-1"))
                    .hasMessageContaining("its first process does not listen to TERM");
        }
    }

    @Test
    void takesFilesFromOnePodToAnother() throws Exception {
        try (GenericContainer<?> one = TestEngine.start("debian");
                GenericContainer<?> two = TestEngine.start("debian")) {
            one.execInContainer("sh", "-c", "mkdir /built; head -c 3000000 /dev/urandom >/built/app; echo x >/built/x");
            cluster.add("api-1", "api", one.getContainerId());
            cluster.add("api-2", "api", two.getContainerId());
            List<Connector> both = connectors();
            both.get(1).copyFrom(both.get(0), List.of(new TargetPath("/built")));
            String sum = "cat /built/app /built/x | sha256sum";
            assertThat(two.execInContainer("sh", "-c", sum).getStdout())
                    .isEqualTo(one.execInContainer("sh", "-c", sum).getStdout());
        }
    }

    @Test
    void startsNothingAsSomebodyElse() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox")) {
            cluster.add("api-1", "api", container.getContainerId());
            try (Launcher launcher = connectors().getFirst().launcher(new TargetPath("/"))) {
                Launch launch = new Launch(
                        "test/user",
                        List.of("id"),
                        new TargetPath("/"),
                        Map.of(),
                        "app",
                        StopSignal.DEFAULT,
                        Launch.Output.OURS_ONLY);
                assertThatThrownBy(() -> launcher.start(launch, line -> {}))
                        .isInstanceOf(TargetException.Refused.class)
                        .hasMessageContaining("commands cannot run as app");
            }
        }
    }
}
