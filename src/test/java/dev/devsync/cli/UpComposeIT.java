package dev.devsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.compose.RealCompose;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `devsync up --compose` as a process of its own, with the real Compose.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class UpComposeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    private RealCompose compose;
    private Path out;
    private Path err;
    private Process process;

    @BeforeEach
    void makeProject() throws Exception {
        TestEngine.connect().close();
        compose = RealCompose.in(RealCompose.newFolder(temp));
        out = temp.resolve("out");
        err = temp.resolve("err");
        // The app ends unless its file is there when it starts, and keeps what it found.
        compose.write("compose.yaml", """
                services:
                  api:
                    image: devsync-test/busybox
                    pull_policy: never
                    init: true
                    command: [sh, -c, "cp /srv/app/main.txt /tmp/first && exec sleep infinity"]
                  db:
                    image: devsync-test/busybox
                    pull_policy: never
                    command: sleep infinity
                    init: true
                """);
        compose.write("devsync.yaml", """
                name: %s
                services:
                  api:
                    sync: [{path: src, target: /srv/app}]
                """.formatted(compose.project()));
        compose.write("src/main.txt", "one");
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroyForcibly();
        }
        compose.close();
    }

    private void devsync(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.devsync.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(compose.folder().toFile());
        builder.environment().put("XDG_RUNTIME_DIR", temp.toString());
        Path cli = Path.of(System.getenv("DEVSYNC_TEST_DOCKER"));
        builder.environment().merge("PATH", cli.getParent() + ":", (path, first) -> first + path);
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        process = builder.start();
    }

    private String said() throws Exception {
        return Files.readString(out) + Files.readString(err);
    }

    private void awaitEnd() throws Exception {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(said())
                .isTrue();
    }

    private void interrupt() throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        awaitEnd();
    }

    private void awaitContent(String file, String content) {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(process.isAlive()).as(said()).isTrue();
            assertThat(compose.tryTo("exec", "-T", "api", "cat", file).output()).isEqualTo(content);
        });
    }

    private List<String> running() throws Exception {
        return compose.run("ps", "--services", "--status", "running")
                .lines()
                .sorted()
                .toList();
    }

    @Test
    void theFilesAreThereWhenTheAppStarts() throws Exception {
        devsync("up", "--compose");
        awaitContent("/tmp/first", "one");
        Files.writeString(compose.folder().resolve("src/main.txt"), "two");
        awaitContent("/srv/app/main.txt", "two");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(running()).containsExactly("api", "db"));
        assertThat(said()).contains("compose", "Created", "Started", "1 file");

        interrupt();

        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(running()).as("what stays").containsExactly("api", "db");

        // What has ended meanwhile is filled as well before it starts again.
        compose.run("stop", "--timeout", "0");
        Files.writeString(compose.folder().resolve("src/main.txt"), "three");
        devsync("up", "--compose");
        awaitContent("/tmp/first", "three");
        interrupt();
    }

    @Test
    void takesTheComposeFileThatIsNamed() throws Exception {
        String file = Files.readString(compose.folder().resolve("compose.yaml"));
        Files.delete(compose.folder().resolve("compose.yaml"));
        Files.delete(compose.folder().resolve("devsync.yaml"));
        compose.with("COMPOSE_FILE", "compose.other.yaml");
        compose.write(
                "compose.other.yaml",
                file.replace(
                        "    init: true\n    command: [sh",
                        "    x-devsync: {sync: [{path: src, target: /srv/app}]}\n    init: true\n    command: [sh"));

        devsync("up", "--compose", "--file", "compose.other.yaml");

        awaitContent("/tmp/first", "one");
        interrupt();
    }

    @Test
    void takesDownWhatItStartedIfAskedTo() throws Exception {
        devsync("up", "--compose", "--down", "api");
        awaitContent("/tmp/first", "one");
        assertThat(running()).as("only what was asked for").containsExactly("api");

        interrupt();

        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(compose.run("ps", "--all", "--quiet")).isEmpty();
        assertThat(said()).contains("Removed");
    }

    @Test
    void saysWithWhatComposeFailed() throws Exception {
        String file = Files.readString(compose.folder().resolve("compose.yaml"));
        compose.write("compose.yaml", file.replace("devsync-test/busybox", "devsync-test/no-such-image"));

        devsync("up", "--compose");
        awaitEnd();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err))
                .containsPattern("`docker compose -p .* up --no-start` failed with exit code [1-9]")
                .contains("What Compose said about it is above.");
        assertThat(said()).contains("no-such-image");
    }

    @Test
    void downIsNothingWithoutCompose() throws Exception {
        devsync("up", "--down");
        awaitEnd();

        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(err)).contains("Say --compose --down.");
    }

    @Test
    void saysThatAServiceCouldNotStart() throws Exception {
        String file = Files.readString(compose.folder().resolve("compose.yaml"));
        compose.write(
                "compose.yaml",
                file.replace("command: sleep infinity", "command: /no/such/program")
                        .replace("init: true", ""));

        devsync("up", "--compose", "--down");
        awaitEnd();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err)).containsPattern("up --detach` failed with exit code [1-9]");
        assertThat(compose.run("ps", "--all", "--quiet")).isEmpty();
        assertThat(Objects.requireNonNull(said())).contains("/no/such/program");
    }
}
