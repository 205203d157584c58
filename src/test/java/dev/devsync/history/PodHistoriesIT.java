package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.GenericContainer;

/// Histories with fixed seeds on a pod of each kind, through the real kubectl.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class PodHistoriesIT {

    private static final int STEPS = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"BUSYBOX", "DEBIAN"})
    void thePodHasWhatTheHostHas(TargetKind kind) throws Exception {
        play(kind, 1, Set.of());
        play(kind, 2, Set.of());
    }

    /// Streams are cut, pods are replaced, the API server goes away and comes back.
    @ParameterizedTest
    @CsvSource({"BUSYBOX, 3", "DEBIAN, 4"})
    void becomesEqualAfterEveryFaultAndSaysSoOnlyThen(TargetKind kind, long seed) throws Exception {
        Totals totals = play(kind, seed, PodStage.FAULTS);
        assertThat(totals.text()).as("faults happened").containsAnyOf("CUT_STREAMS", "RECREATE_CONTAINER");
    }

    private Totals play(TargetKind kind, long seed, Set<FaultKind> faults) throws Exception {
        TestKubectl.program();
        Totals totals = new Totals();
        Path own = Files.createDirectory(folder.resolve("cluster-" + seed));
        int[] stages = new int[1];
        try (Engine engine = TestEngine.connect();
                GenericContainer<?> container = TestEngine.start(kind.image());
                TestCluster cluster = new TestCluster(engine, own)) {
            Theatre.Stages pods = fresh -> {
                ContainerSite site = new ContainerSite(
                        TestEngine.docker(engine),
                        container.getContainerName().substring(1),
                        kind,
                        "/history-" + ++stages[0] + "/app");
                return new PodStage(fresh, cluster, site, container.getContainerId());
            };
            Theatre theatre = new Theatre(kind, folder, pods, Duration.ofSeconds(60), Duration.ofSeconds(60), totals);
            History history = new Generator(seed, kind.repertoire(), faults).history(STEPS);
            assertThat(theatre.play(history)).as(totals.text()).isEmpty();
        }
        return totals;
    }
}
