package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Histories with fixed seeds on a container of each kind. `make soak` plays others for as long as one likes.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HistoriesIT {

    private static final int HISTORIES = 2;
    private static final int STEPS = 130;

    @TempDir
    Path folder;

    /// Engine 20.10 refuses to unpack a link that leads out of the folder in which it unpacks.
    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void linksThatLeadOutOfTheTargetArrive(TargetKind kind) throws Exception {
        try (ContainerStages stages = new ContainerStages(kind)) {
            Theatre theatre =
                    new Theatre(kind, folder, stages, Duration.ofSeconds(30), Duration.ofSeconds(60), new Totals());
            List<Step> steps = List.of(
                    new TreeEdit.Link("l$(x)", "../../.."),
                    new Step.Check(),
                    new TreeEdit.Link("l$(x)", "/.."),
                    new TreeEdit.Link("d0/d1/l0", "../../../f0"),
                    new FileEdit.Create("f0", 10, 1),
                    new Step.Check());
            assertThat(theatre.play(new History(0, steps))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void theContainerHasWhatTheHostHas(TargetKind kind) throws Exception {
        Totals totals = new Totals();
        try (ContainerStages stages = new ContainerStages(kind)) {
            Theatre theatre = new Theatre(kind, folder, stages, Duration.ofSeconds(30), Duration.ofSeconds(60), totals);
            for (long seed = 1; seed <= HISTORIES; seed++) {
                History history = new Generator(seed, kind.repertoire()).history(STEPS);
                assertThat(theatre.play(history)).isEmpty();
            }
        }
    }
}
