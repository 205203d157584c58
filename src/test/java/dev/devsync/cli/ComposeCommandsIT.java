package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.compose.RealCompose;
import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands beside real Compose, in a folder with a compose file and nothing else.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ComposeCommandsIT {

    @TempDir
    Path parent;

    private RealCompose compose;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void makeProject() throws Exception {
        compose = RealCompose.in(RealCompose.newFolder(parent));
        compose.write("src/a.txt", "a\n");
        compose.write("compose.yaml", """
                services:
                  web:
                    image: devsync-test/busybox
                    pull_policy: never
                    command: [sleep, infinity]
                    stop_grace_period: 0s
                    develop: {watch: [{path: ./src, action: sync, target: /app}]}
                  db:
                    image: devsync-test/busybox
                    pull_policy: never
                    command: [sleep, infinity]
                    stop_grace_period: 0s
                """);
    }

    @AfterEach
    void close() throws Exception {
        if (compose != null) {
            compose.close();
        }
    }

    private Outcome run(Path start, String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_RUNTIME_DIR", parent.toString());
        environment.put("XDG_STATE_HOME", parent.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        start,
                        Path.of(System.getProperty("user.home")),
                        Style.PLAIN),
                arguments);
        return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void everyCommandWorksWithTheComposeFileAlone() throws Exception {
        Path folder = compose.folder();
        assertThat(run(folder, "sync")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.err()).contains("service web");
        });
        compose.run("up", "-d");
        Path below = Files.createDirectories(folder.resolve("src/below"));
        assertThat(run(below, "sync"))
                .satisfies(
                        outcome -> assertThat(outcome.code()).as(outcome.err()).isZero());
        assertThat(compose.run("exec", "-T", "web", "cat", "/app/a.txt")).isEqualTo("a\n");
        assertThat(run(folder, "verify", "web").code()).isZero();
        compose.write("src/a.txt", "edited\n");
        assertThat(run(folder, "verify").code()).isEqualTo(4);
        assertThat(run(folder, "sync", "web").code()).isZero();
        assertThat(run(folder, "verify", "--json").code()).isZero();
        assertThat(run(folder, "doctor")).satisfies(outcome -> {
            assertThat(outcome.code()).as(outcome.out()).isZero();
            assertThat(outcome.out()).contains("web: " + folder.resolve("src"));
        });
        assertThat(run(folder, "status").err()).contains("no `devsync up` is running for " + folder);
        assertThat(run(folder, "clean").code()).isZero();
    }

    @Test
    void aProjectThatWasGivenAnotherNameIsNamedAndFound() throws Exception {
        String other = compose.project() + "-other";
        compose.run("--project-name", other, "up", "-d", "web");
        try {
            assertThat(run(compose.folder(), "sync")).satisfies(outcome -> {
                assertThat(outcome.code()).isEqualTo(3);
                assertThat(outcome.err())
                        .contains("there is no service web of the Compose project " + compose.project())
                        .contains("--project-name " + other);
            });
            assertThat(run(compose.folder(), "sync", "-p", other).code()).isZero();
            assertThat(run(compose.folder(), "verify", "--project-name", other).code())
                    .isZero();
            assertThat(run(compose.folder(), "doctor", "-p", other).out()).contains(other + "-web-1");
            compose.write("devsync.yaml", "services: {web: {sync: [{path: src, target: /again}]}}\n");
            assertThat(run(compose.folder(), "sync", "-p", other).code()).isZero();
        } finally {
            compose.run("--project-name", other, "down", "--timeout", "0");
        }
        assertThat(run(compose.folder(), "sync", "-p", "Not Valid")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("--project-name is `Not Valid`");
        });
    }
}
