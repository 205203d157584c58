package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void syncsRebuildsAndComparesWithoutAnEngine() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of(),
                        folder,
                        folder,
                        Style.PLAIN),
                "demo",
                "--local");
        assertThat(out.toString(UTF_8))
                .contains("No container (as asked for)")
                .contains("save 10 (renamed over) visible in the target after")
                .containsSubsequence("version 2 answers", "version 4 answers", "> mend it", "version 5 answers")
                .contains("500 files at once")
                .contains("equal   local:", "paths compared");
        assertThat(err.toString(UTF_8)).contains("build failed").contains("The app from before goes on running.");
        assertThat(code).isZero();
    }
}
