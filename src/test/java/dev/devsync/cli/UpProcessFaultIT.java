package dev.devsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// `devsync up` as a process of its own: asked from another, interrupted, killed.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class UpProcessFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Engine engine;
    private GenericContainer<?> container;

    @BeforeEach
    void start() throws Exception {
        engine = TestEngine.connect();
        container = TestEngine.start("debian");
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  api:
                    container: %s
                    sync:
                      - path: src
                        target: /srv/app
                """.formatted(
                        container.getContainerName().substring(1)));
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        container.close();
        engine.close();
    }

    private Process devsync(String out, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.devsync.cli.Main"));
        command.addAll(List.of(arguments));
        command.addAll(0, withDefaultSignals());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.redirectOutput(folder.resolve(out).toFile());
        builder.redirectError(folder.resolve(out + ".err").toFile());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /// A test run in the background of a script has SIGINT ignored, and so would the process: then Ctrl-C means
    /// nothing.
    private static List<String> withDefaultSignals() throws Exception {
        List<String> env = List.of("env", "--default-signal=INT");
        Process probe = new ProcessBuilder("env", "--default-signal=INT", "true").start();
        return probe.waitFor() == 0 ? env : List.of(); // GNU only
    }

    private Process upInSync(String out) throws Exception {
        Process up = devsync(out, "up", "--json");
        await().atMost(LIMIT).until(() -> text(out).contains("\"event\":\"in-sync\"") || !up.isAlive());
        assertThat(up.isAlive()).as(text(out) + text(out + ".err")).isTrue();
        return up;
    }

    private String text(String file) throws Exception {
        return Files.readString(folder.resolve(file));
    }

    private void awaitInContainer(String content) {
        await().atMost(LIMIT)
                .until(() -> container
                        .execInContainer("cat", "/srv/app/a.txt")
                        .getStdout()
                        .equals(content));
    }

    private void awaitNothingOfOurs(Duration limit) {
        await().atMost(limit)
                .untilAsserted(() -> assertThat(TestEngine.processes(engine, container))
                        .allMatch(command -> command.startsWith("sleep inf")));
    }

    @Test
    void tellsItsStatusToOthers() throws Exception {
        Process up = upInSync("up.out");
        Process status = devsync("status.out", "status", "--json");
        assertThat(status.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(status.exitValue()).as(text("status.out.err")).isZero();
        JsonNode json = new ObjectMapper().readTree(text("status.out"));
        assertThat(json.get("pid").asLong()).isEqualTo(up.pid());
        assertThat(json.get("syncs").get(0).get("targets").get(0).get("phase").asText())
                .isEqualTo("in-sync");
    }

    @Test
    void syncWaitsForItAndDoesNotTakeItsPlace() throws Exception {
        Process up = upInSync("up.out");
        Files.writeString(folder.resolve("src/a.txt"), "saved just now\n");
        Process sync = devsync("sync.out", "sync");
        assertThat(sync.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sync.exitValue()).as(text("sync.out.err")).isZero();
        assertThat(container.execInContainer("cat", "/srv/app/a.txt").getStdout())
                .isEqualTo("saved just now\n");
        assertThat(text("sync.out") + text("sync.out.err")).contains("`devsync up` that runs");
        Files.writeString(folder.resolve("src/a.txt"), "up goes on\n");
        awaitInContainer("up goes on\n");
        assertThat(up.isAlive()).isTrue();
    }

    @Test
    void endsCleanlyWhenInterrupted() throws Exception {
        Process up = upInSync("up.out");
        Files.writeString(folder.resolve("src/a.txt"), "changed\n");
        awaitInContainer("changed\n");
        new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();
        assertThat(up.waitFor(5, TimeUnit.SECONDS)).as("ends within 5 s").isTrue();
        assertThat(up.exitValue()).isEqualTo(130);
        awaitNothingOfOurs(Duration.ofSeconds(5));
        assertThat(container.execInContainer("ls", "-A", "/srv/.devsync-app").getStdout())
                .doesNotContain("in-");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".sock"));
        }
        for (String line : text("up.out").lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).get("event").asText()).isNotEmpty();
        }
        assertThat(text("up.out.err")).isEmpty();
    }

    @Test
    void leavesNoAgentBehindWhenKilled() throws Exception {
        Process up = upInSync("up.out");
        up.destroyForcibly().waitFor();
        Files.writeString(folder.resolve("src/a.txt"), "while nobody looks\n");
        awaitNothingOfOurs(Duration.ofSeconds(20));

        Process status = devsync("status.out", "status");
        assertThat(status.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(status.exitValue()).isEqualTo(1);

        Process next = upInSync("next.out");
        awaitInContainer("while nobody looks\n");
        next.destroy();
        assertThat(next.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }
}
