package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.session.PodsOnly;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.GenericContainer;

/// Histories with fixed seeds on a pod of each kind, through the real kubectl.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PodHistoriesIT {

    private static final int HISTORIES = 2;
    private static final int STEPS = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"BUSYBOX", "DEBIAN"})
    void thePodHasWhatTheHostHas(TargetKind kind) throws Exception {
        TestKubectl.program();
        AtomicInteger stages = new AtomicInteger();
        try (Engine engine = TestEngine.connect();
                GenericContainer<?> container = TestEngine.start(kind.image());
                TestCluster cluster = new TestCluster(engine, Files.createDirectories(folder.resolve("cluster")))) {
            cluster.add("api-1", "api", container.getContainerId());
            Theatre.Stages pods = fresh -> {
                ContainerSite site = new ContainerSite(
                        TestEngine.docker(engine),
                        container.getContainerName().substring(1),
                        kind,
                        "/history-" + stages.incrementAndGet() + "/app");
                return new QuietStage(fresh, new PodSite(site, "app=api"), new PodsOnly(cluster));
            };
            Theatre theatre =
                    new Theatre(kind, folder, pods, Duration.ofSeconds(30), Duration.ofSeconds(60), new Totals());
            for (long seed = 1; seed <= HISTORIES; seed++) {
                History history = new Generator(seed, kind.repertoire()).history(STEPS);
                assertThat(theatre.play(history)).isEmpty();
            }
        }
    }
}
