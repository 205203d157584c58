package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Histories with fixed seeds on a local folder, which needs no engine.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LocalHistoriesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theTargetHasWhatTheSourceHas(long seed) throws Exception {
        Theatre theatre = new Theatre(
                TargetKind.LOCAL,
                folder,
                new LocalStages(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                new Totals());
        assertThat(theatre.play(new Generator(seed, Generator.Repertoire.ALL).history(130)))
                .isEmpty();
    }
}
