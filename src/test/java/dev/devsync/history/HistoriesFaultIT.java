package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Histories with fixed seeds in which things go wrong. `make soak` plays others.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class HistoriesFaultIT {

    private static final int STEPS = 80;
    private static final int FEW_STEPS = 40;

    @TempDir
    Path folder;

    /// Among all kinds a short history may have none of these.
    @Test
    void becomesEqualWhenTheContainersClockWasSetAndSetBack() throws Exception {
        Totals totals = new Totals();
        TargetKind kind = TargetKind.DEBIAN;
        try (FaultyStages stages = new FaultyStages(kind)) {
            Theatre theatre = new Theatre(kind, folder, stages, Duration.ofSeconds(30), Duration.ofMinutes(2), totals);
            History history = new Generator(5, kind.repertoire(), EnumSet.of(FaultKind.SET_CLOCK)).history(FEW_STEPS);
            assertThat(history.steps()).anyMatch(Fault.class::isInstance);
            assertThat(theatre.play(history)).as(totals.text()).isEmpty();
        }
    }

    @Test
    void aDevsyncThatIsStartedAgainHasALineThatHolds() throws Exception {
        TargetKind kind = TargetKind.BUSYBOX;
        try (FaultyStages stages = new FaultyStages(kind)) {
            Theatre theatre =
                    new Theatre(kind, folder, stages, Duration.ofSeconds(30), Duration.ofMinutes(2), new Totals());
            List<Step> steps = List.of(
                    new FileEdit.Create("f0", 10, 1),
                    new Fault(FaultKind.KILL_DEVSYNC, 0),
                    new Fault(FaultKind.CUT_AFTER_BYTES, 100),
                    new Step.Check());
            assertThat(theatre.play(new History(0, steps))).isEmpty();
        }
    }

    @Test
    void anEmptyFolderIsNoHarmToADevsyncThatHasSeenNothingElse() throws Exception {
        TargetKind kind = TargetKind.LOCAL;
        try (FaultyStages stages = new FaultyStages(kind)) {
            Theatre theatre =
                    new Theatre(kind, folder, stages, Duration.ofSeconds(30), Duration.ofMinutes(2), new Totals());
            List<Step> steps =
                    List.of(new FileEdit.Create("f0", 10, 1), new Fault(FaultKind.EMPTY_SOURCE, 0), new Step.Check());
            assertThat(theatre.play(new History(0, steps))).isEmpty();
        }
    }

    @Test
    void harmThatTheEngineRefusesIsNone() throws Exception {
        String name = "devsync-history-" + System.nanoTime();
        try (Engine engine = TestEngine.connect();
                FaultyContainer container = new FaultyContainer(engine, TargetKind.BUSYBOX, name);
                Stage stage = new FaultyStage(folder, container.site("/history/app"), container)) {
            container.pause(); // so that it cannot be paused again
            assertThat(stage.inject(new Fault(FaultKind.PAUSE_CONTAINER, 0))).isFalse();
            assertThat(stage.isHarmed()).isFalse();
            assertThat(stage.inject(new Fault(FaultKind.PAUSE_CONTAINER, 0))).isTrue();
            stage.heal();
        }
    }

    @ParameterizedTest
    @EnumSource
    void becomesEqualAfterEveryFaultAndSaysSoOnlyThen(TargetKind kind) throws Exception {
        Totals totals = new Totals();
        try (FaultyStages stages = new FaultyStages(kind)) {
            Theatre theatre = new Theatre(kind, folder, stages, Duration.ofSeconds(30), Duration.ofMinutes(2), totals);
            History history = new Generator(2, kind.repertoire(), FaultKind.of(kind)).history(STEPS);
            assertThat(theatre.play(history)).as(totals.text()).isEmpty();
        }
    }
}
