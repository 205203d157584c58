package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.compose.RealCompose;
import dev.devsync.report.Style;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The way from a mounted project to a synced one and back, with the real Compose.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class FromComposeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    private RealCompose compose;
    private Process process;

    @BeforeEach
    void makeProject() throws Exception {
        TestEngine.connect().close();
        compose = RealCompose.in(RealCompose.newFolder(temp));
        // A server that ends unless its page is there, and a folder of data that has to stay mounted.
        compose.write("compose.yaml", """
                services:
                  web:
                    image: devsync-test/busybox
                    pull_policy: never
                    init: true
                    working_dir: /app
                    command: [sh, -c, "test -f public/index.html && exec httpd -f -p 8080 -h public"]
                    volumes:
                      - .:/app
                      - ./data:/var/lib/app
                """);
        compose.write("public/index.html", "one");
        compose.write("data/state", "kept");
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroyForcibly();
        }
        compose.close();
        // After --undo Compose no longer knows of the volume.
        try (Engine engine = TestEngine.connect()) {
            TestEngine.docker(engine)
                    .removeVolumeCmd(compose.project() + "_devsync-web-app")
                    .exec();
        }
    }

    private String init(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> command = new ArrayList<>(List.of("init"));
        command.addAll(List.of(arguments));
        PrintStream stream = new PrintStream(said, true, UTF_8);
        int code = Main.run(
                new Surroundings(stream, stream, Map.of(), compose.folder(), temp, Style.PLAIN),
                command.toArray(String[]::new));
        assertThat(code).as(said.toString(UTF_8)).isZero();
        return said.toString(UTF_8);
    }

    private void up() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.devsync.cli.Main",
                        "up",
                        "--compose")
                .directory(compose.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("up.log").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", temp.toString());
        Path cli = Path.of(System.getenv("DEVSYNC_TEST_DOCKER"));
        builder.environment().merge("PATH", cli.getParent() + ":", (path, first) -> first + path);
        process = builder.start();
    }

    private void awaitPage(String content) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(compose.tryTo("exec", "-T", "web", "wget", "-qO-", "http://127.0.0.1:8080/")
                                        .output())
                                .as(said())
                                .isEqualTo(content));
    }

    private String said() throws Exception {
        Path log = temp.resolve("up.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void leadsFromAMountToASyncAndBack() throws Exception {
        String mounted = compose.run("config");

        init("--from-compose");

        assertThat(compose.run("config", "--quiet")).isEmpty();
        assertThat(compose.run("config"))
                .contains("source: devsync-web-app")
                .contains("source: " + compose.folder().resolve("data"))
                .doesNotContain("source: " + compose.folder() + "\n");
        up();
        awaitPage("one");
        Files.writeString(compose.folder().resolve("public/index.html"), "two");
        awaitPage("two");
        assertThat(compose.run("exec", "-T", "web", "cat", "/var/lib/app/state"))
                .isEqualTo("kept");
        assertThat(compose.run("exec", "-T", "web", "sh", "-c", "grep -c ' /app ' /proc/mounts; touch /app/made"))
                .isEqualTo("1\n");
        assertThat(compose.folder().resolve("made")).as("nothing comes back").doesNotExist();
        process.destroy();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        // The volume outlives the container: a new one starts with the files of last time.
        compose.run("up", "--detach", "--force-recreate", "--timeout", "0");
        awaitPage("two");

        init("--undo");
        assertThat(compose.run("config")).isEqualTo(mounted);
        compose.run("up", "--detach", "--timeout", "0");
        Files.writeString(compose.folder().resolve("public/index.html"), "three");
        awaitPage("three");
    }
}
