package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The engine itself is restarted while a history goes on. The test starts one of its own, of the version that the
/// other tests use, from the programs that `.ci/engine` unpacked; it is skipped where there are none.
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class EngineRestartFaultIT {

    @TempDir
    Path folder;

    private static Optional<Path> programs() throws Exception {
        try (Engine engine = TestEngine.connect()) {
            String version = engine.version().toString();
            if (version.contains("Engine 20.")) {
                return PrivateEngine.programs("bookworm");
            }
            return version.contains("Engine 28.") ? PrivateEngine.programs("sid") : Optional.empty();
        }
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Step step : new Generator(5, Generator.Repertoire.ALL).history(35).steps()) {
            steps.add(step);
            if (steps.size() % 25 == 10) {
                steps.add(new Fault(FaultKind.RESTART_ENGINE, 0));
            }
        }
        return steps;
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenTheEngineIsBack(PrivateEngine.LiveRestore liveRestore) throws Exception {
        Optional<Path> programs = programs();
        assumeTrue(programs.isPresent(), "no programs of this engine to start another: see .ci/engine");
        try (PrivateEngine daemon = new PrivateEngine(programs.orElseThrow(), liveRestore)) {
            daemon.run("history");
            try (Stage stage = new EngineStage(folder, daemon, "history")) {
                Totals totals = new Totals();
                Player player = new Player(stage, TargetKind.BUSYBOX.promise(), Duration.ofSeconds(30), totals);
                assertThat(player.play(steps()).map(Divergence::text)).isEmpty();
                assertThat(totals.text()).contains("RESTART_ENGINE");
            }
        }
    }
}
