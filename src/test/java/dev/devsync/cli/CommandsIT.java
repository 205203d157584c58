package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.report.Status;
import dev.devsync.report.Style;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlServer;
import dev.devsync.session.Standing;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Commands as users type them: what they print, and the exit code.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class CommandsIT {

    private static Engine engine;
    private static GenericContainer<?> container;

    @TempDir
    Path folder;

    private String target;

    /// What a command did.
    private record Outcome(int code, String out, String err) {}

    @BeforeAll
    static void start() throws Exception {
        engine = TestEngine.connect();
        container = TestEngine.start("busybox");
    }

    @AfterAll
    static void stop() {
        container.close();
        engine.close();
    }

    @BeforeEach
    void makeProject() throws Exception {
        target = "/case-" + System.nanoTime();
        Files.createDirectories(folder.resolve("src/lib"));
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        Files.writeString(folder.resolve("src/lib/b.txt"), "b\n");
        config(container.getContainerName().substring(1), "");
    }

    private void config(String name, String more) throws Exception {
        config("devsync-test/busybox", name, more);
    }

    private void config(String toolbox, String name, String more) throws Exception {
        Files.writeString(folder.resolve("devsync.yaml"), """
                toolbox: %s
                services:
                  api:
                    container: %s
                    sync:
                      - path: src
                        target: %s
                %s""".formatted(toolbox, name, target, more));
    }

    private Outcome run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private Outcome run(Map<String, String> variables, String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        environment.putAll(variables);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        folder,
                        Path.of(System.getProperty("user.home")),
                        Style.PLAIN),
                arguments);
        return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void doctorTakesAFolderThatIsNotThereYetForOneThatWillBeMade() {
        Outcome outcome = run("doctor");
        assertThat(outcome.out()).contains(target + " does not exist in the container yet; it will be made");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void saysThatThereIsNoConfiguration() throws Exception {
        Files.delete(folder.resolve("devsync.yaml"));
        Outcome outcome = run("up");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no devsync.yaml in " + folder, "devsync demo");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void saysWhichKeyIsUnknown() throws Exception {
        config("any", "        ignroe: [x]\n");
        Outcome outcome = run("sync");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("devsync.yaml:8:9", "ignroe", "ignore");
    }

    @Test
    void saysThatThereIsNoSuchServiceOrCommand() {
        assertThat(run("sync", "web")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("no service web", "It has: api");
        });
        assertThat(run("snyc").code()).isEqualTo(2);
        assertThat(run("sync", "--jsno").code()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoEngine() {
        for (String command : new String[] {"up", "sync", "verify"}) {
            Outcome outcome = run(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), command);
            assertThat(outcome.code()).as(command).isEqualTo(3);
            assertThat(outcome.err()).contains("/nonexistent.sock").doesNotContain("Exception");
        }
        assertThat(run(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), "doctor")
                        .code())
                .isEqualTo(1);
        assertThat(run(Map.of("DOCKER_HOST", "ftp://box"), "sync").code()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoContainer() throws Exception {
        config("devsync-it-none", "");
        assertThat(run("sync")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.out() + outcome.err()).contains("there is no container devsync-it-none");
        });
        assertThat(run("verify")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.err()).contains("there is no container devsync-it-none");
        });
    }

    @Test
    void saysThatTheContainerIsStopped() throws Exception {
        try (GenericContainer<?> stopped = TestEngine.start("busybox")) {
            TestEngine.docker(engine)
                    .stopContainerCmd(stopped.getContainerId())
                    .withTimeout(0)
                    .exec();
            config(stopped.getContainerName().substring(1), "");
            Outcome outcome = run("sync");
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.out() + outcome.err()).contains("is not running (exited 137");
        }
    }

    @Test
    void saysThatTheSourceIsMissing() throws Exception {
        Files.move(folder.resolve("src"), folder.resolve("away"));
        Outcome outcome = run("sync");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no folder " + folder.resolve("src"));
    }

    @Test
    void syncsAndVerifies() throws Exception {
        assertThat(run("verify")).satisfies(outcome -> {
            assertThat(outcome.code()).as("before the first sync").isNotZero();
        });
        assertThat(run("sync")).satisfies(outcome -> {
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
        });
        assertThat(run("verify")).satisfies(outcome -> {
            assertThat(outcome.code()).isZero();
            assertThat(outcome.out()).contains("equal", "3 paths compared");
        });

        container.execInContainer("sh", "-c", "echo changed there >" + target + "/lib/b.txt");
        assertThat(run("verify")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(4);
            assertThat(outcome.out()).contains("differs", "lib/b.txt: content differs");
        });
        Outcome json = run("verify", "--json");
        assertThat(json.code()).isEqualTo(4);
        JsonNode verdict = new ObjectMapper().readTree(json.out()).get(0);
        assertThat(verdict.get("equal").asBoolean()).isFalse();
        assertThat(verdict.get("differences").get(0).get("path").asText()).isEqualTo("lib/b.txt");

        assertThat(run("sync").code()).isZero();
        assertThat(run("verify").code()).isZero();
    }

    @Test
    void haltsForAnEmptySource() throws Exception {
        assertThat(run("sync").code()).isZero();
        Files.delete(folder.resolve("src/a.txt"));
        Files.delete(folder.resolve("src/lib/b.txt"));
        Files.delete(folder.resolve("src/lib"));
        assertThat(run("sync").code()).isEqualTo(5);
        assertThat(container.execInContainer("cat", target + "/a.txt").getStdout())
                .isEqualTo("a\n");
    }

    @Test
    void writesJsonThatParses() throws Exception {
        Outcome outcome = run("sync", "--json");
        assertThat(outcome.code()).isZero();
        ObjectMapper json = new ObjectMapper();
        for (String line : outcome.out().lines().toList()) {
            assertThat(json.readTree(line).get("event").asText()).isNotEmpty();
            assertThat(json.readTree(line).get("time").asText()).endsWith("Z");
        }
        assertThat(outcome.out()).contains("\"event\":\"in-sync\"");
        assertThat(json.readTree(run("doctor", "--json").out()).isArray()).isTrue();
    }

    @Test
    void saysThatNoUpIsRunning() {
        Outcome outcome = run("status");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("no `devsync up` is running");
    }

    @Test
    void cleansWhatSyncingLeft() throws Exception {
        assertThat(run("clean").out()).startsWith("clean   api: ");
        assertThat(run("sync").code()).isZero();
        Outcome outcome = run("clean");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .isEqualTo("removed api: " + container.getContainerName().substring(1) + ":/.devsync-"
                        + target.substring(1) + "\n");
        assertThat(run("sync").code()).isZero();
        JsonNode document =
                new ObjectMapper().readTree(run("clean", "--json", "api").out());
        assertThat(document.at("/0/removed/0").asText()).isEqualTo("/.devsync-" + target.substring(1));
        assertThat(document.at("/0/kept")).isEmpty();
        assertThat(run("verify").code()).as("what was synced stays").isZero();

        assertThat(run("clean", "web").code()).isEqualTo(2);
        assertThat(run(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), "clean")
                        .code())
                .isEqualTo(3);
        config("devsync-it-none", "");
        assertThat(run("clean").code()).isEqualTo(3);
        assertThat(run("clean", "--help").out()).contains("Exit codes", "devsync clean api", "--json");
    }

    @Test
    void doesNotCleanWhileUpRuns() throws Exception {
        assertThat(run("sync").code()).isZero();
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", folder.toString());
        Status status = new Status(4711, Instant.now().toString(), "devsync.yaml", "", List.of(), List.of());
        try (var _ = ControlServer.open(
                ControlAddress.of(folder.resolve("devsync.yaml"), environment), new Answers(status))) {
            Outcome outcome = run("clean");
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.err()).contains("`devsync up` is running", "pid 4711", "Ctrl-C");
        }
        assertThat(run("clean").out()).startsWith("removed");
    }

    @Test
    void tellsWhatBecomesOfAnImageWithoutAShell() throws Exception {
        try (GenericContainer<?> scratch = TestEngine.start("scratch")) {
            String name = scratch.getContainerName().substring(1);
            config(name, "");
            assertThat(run("doctor")).satisfies(outcome -> {
                assertThat(outcome.code()).isZero();
                assertThat(outcome.out())
                        .contains("busybox of devsync-test/busybox will be brought to /.devsync-toolbox")
                        .doesNotContain("archive");
            });
            config("off", name, "");
            assertThat(run("doctor")).satisfies(outcome -> {
                assertThat(outcome.code()).isZero();
                assertThat(outcome.out())
                        .contains("warning", "toolbox: off", "archive", "Deletions are not carried out");
            });
            config(name, "");
            assertThat(run("sync")).satisfies(outcome -> {
                assertThat(outcome.code()).isZero();
                assertThat(outcome.out()).contains("busybox tar of devsync-test/busybox");
            });
            assertThat(run("doctor").out()).contains("busybox tar of devsync-test/busybox");
            assertThat(run("verify").code()).isZero();
            assertThat(run("clean").out()).contains("removed api: " + name + ":/.devsync-toolbox");
        }
    }

    /// An `up` that only tells how it stands.
    private record Answers(Status status) implements ControlServer.Requests {
        @Override
        public int resume() {
            throw new AssertionError("not asked for");
        }

        @Override
        public int restart(List<String> services) {
            throw new AssertionError("not asked for");
        }

        @Override
        public int rebuild(List<String> services) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Standing awaitInSync(List<String> services, Duration limit) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void logs(List<String> services, ControlServer.Following following, ControlServer.LineSink sink) {
            throw new AssertionError("not asked for");
        }
    }
}
