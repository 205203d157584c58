package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
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
