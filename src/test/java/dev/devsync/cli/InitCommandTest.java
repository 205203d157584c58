package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of(),
                        folder,
                        folder,
                        Style.PLAIN),
                args);
    }

    @Test
    void writesOnceUnlessForced() throws Exception {
        Files.writeString(folder.resolve("go.mod"), "module shop\n");
        Files.writeString(folder.resolve("main.go"), "package main\n");
        Path file = folder.resolve("devsync.yaml");
        assertThat(run("init")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("go.mod: the Go module shop")
                .contains("Please check:")
                .contains("Wrote " + file);
        String written = Files.readString(file);
        assertThat(written).contains("build: go build -o /tmp/shop .");

        Files.writeString(file, "# mine\n");
        assertThat(run("init")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains(file + " is there already").contains("--force");
        assertThat(file).hasContent("# mine\n");
        assertThat(run("init", "--force")).isZero();
        assertThat(file).hasContent(written);
    }

    @Test
    void printsTheFileAlone() {
        assertThat(run("init", "--print")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("# Written by").doesNotContain("Please check:");
        assertThat(err.toString(UTF_8)).contains("Please check:");
        assertThat(folder.resolve("devsync.yaml")).doesNotExist();
    }

    @Test
    void refusesToKeepAnAppOfThisMachineRunning() throws Exception {
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  web:
                    local: true
                    sync: [{path: ., target: /tmp/devsync-not-used}]
                    run: sleep 100
                """);
        assertThat(run("up", "--keep-running")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--keep-running cannot keep the app of web");
    }

    @Test
    void saysWhatBecameOfAnothersFile() throws Exception {
        Files.writeString(folder.resolve(".air.toml"), "[build]\nbin = \"./tmp/main\"\npoll = true\n");
        assertThat(run("up")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("but there is .air.toml").contains("`devsync init`");
        assertThat(run("init")).isZero();
        assertThat(out.toString(UTF_8))
                .contains(".air.toml: build.bin → `run`")
                .contains(".air.toml: build.poll not needed: devsync never polls")
                .contains("bin is deprecated");
    }

    @Test
    void usesAnothersFileWhereItLeavesNoQuestion() throws Exception {
        Files.writeString(folder.resolve(".air.toml"), "[build]\npoll = true\n");
        Files.writeString(folder.resolve("main.go"), "package main\n");
        Files.writeString(folder.resolve("Dockerfile"), "FROM golang\nWORKDIR /srv\nCMD [\"sleep\", \"infinity\"]\n");
        Files.writeString(folder.resolve("compose.yaml"), "services:\n  api:\n    build: .\n");
        assertThat(run("plan", "main.go")).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("plan: build");
        assertThat(run("up", "nosuch")).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("using .air.toml as it is")
                .contains("poll is on")
                .contains("It has: api");
        assertThat(folder.resolve("devsync.yaml")).doesNotExist();

        Files.writeString(folder.resolve("compose.yaml"), "services:\n  api: {build: .}\n  web: {build: .}\n");
        assertThat(run("up")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("several that could be it").contains("`devsync init`");
    }

    @Test
    void refusesAnothersBrokenFile() throws Exception {
        Files.writeString(folder.resolve(".air.toml"), "[build\n");
        assertThat(run("init")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains(".air.toml:1:").contains("not valid TOML");
        assertThat(folder.resolve("devsync.yaml")).doesNotExist();
    }
}
