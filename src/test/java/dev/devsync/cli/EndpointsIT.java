package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.ConflictException;
import dev.devsync.docs.SidecarPage;
import dev.devsync.report.Style;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.FilteringProxy;
import dev.devsync.target.docker.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// The list in docs/sidecar.md is all that devsync asks of an engine, and nothing of it is idle: everything that a
/// sidecar does works through a proxy that refuses the rest.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class EndpointsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final String id = "devsync-it-" + UUID.randomUUID().toString().substring(0, 8);
    private Engine engine;
    private FilteringProxy proxy;
    private GenericContainer<?> app;
    private GenericContainer<?> bare;
    private Process up;

    @BeforeEach
    void start() throws Exception {
        engine = TestEngine.connect();
        proxy = new FilteringProxy(engine.address(), folder.resolve("proxy.sock"), SidecarPage.endpoints());
        app = container("debian", id + "-app");
        bare = container("scratch", id + "-bare");
        Files.createDirectories(folder.resolve("src"));
        write("a.txt", "one");
        config("devsync-test/busybox");
    }

    private void config(String toolbox) throws Exception {
        Files.writeString(folder.resolve("devsync.yaml"), """
                toolbox: %s
                services:
                  app:
                    container: %s-app
                    sync: [{path: src, target: /srv/app}]
                    build: cp a.txt /tmp/built
                    run: sh -c 'cp /tmp/built /tmp/running; exec sleep 1000'
                    on: [{changed: [restart.txt], action: container-restart}]
                  bare:
                    container: %s-bare
                    sync: [{path: src, target: /data}]
                """.formatted(toolbox, id, id));
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve("src").resolve(name), text);
    }

    private static GenericContainer<?> container(String image, String name) {
        GenericContainer<?> container =
                TestEngine.container(image).withCreateContainerCmdModifier(create -> create.withName(name));
        container.start();
        return container;
    }

    @AfterEach
    void stop() throws Exception {
        if (up != null) {
            up.destroyForcibly().waitFor();
        }
        for (AutoCloseable opened : Arrays.asList(app, bare, proxy, engine)) {
            if (opened != null) { // else the start failed, and says why
                opened.close();
            }
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "DOCKER_HOST",
                proxy.dockerHost(),
                "XDG_RUNTIME_DIR",
                folder.toString(),
                "XDG_STATE_HOME",
                folder.toString());
    }

    private String run(ExitCode expected, String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(environment());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, UTF_8);
        int code = Main.run(new Surroundings(stream, stream, environment, folder, folder, Style.PLAIN), arguments);
        assertThat(code).as(said.toString(UTF_8)).isEqualTo(expected.number());
        return said.toString(UTF_8);
    }

    private void startUp() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.devsync.cli.Main",
                        "up")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("up.log").toFile());
        builder.environment().putAll(environment());
        up = builder.start();
    }

    private void assertUp() throws Exception {
        assertThat(up.isAlive()).as(Files.readString(folder.resolve("up.log"))).isTrue();
    }

    private void awaitRunning(String text) {
        // A container that is just being restarted runs nothing.
        await().atMost(LIMIT)
                .ignoreException(ConflictException.class)
                .failFast(this::assertUp)
                .untilAsserted(() -> assertThat(
                                app.execInContainer("cat", "/tmp/running").getStdout())
                        .as(Files.readString(folder.resolve("up.log")))
                        .isEqualTo(text));
    }

    @Test
    void the_list_is_complete_and_nothing_of_it_is_idle() throws Exception {
        startUp();
        awaitRunning("one");
        write("a.txt", "two");
        awaitRunning("two");

        write("restart.txt", "now");
        String before = started();
        await().atMost(LIMIT).until(() -> !started().equals(before));
        awaitRunning("two");

        app.close();
        app = container("debian", id + "-app");
        awaitRunning("two");

        await().atMost(LIMIT).untilAsserted(() -> run(ExitCode.DONE, "status"));
        run(ExitCode.DONE, "verify");
        run(ExitCode.DONE, "doctor");
        run(ExitCode.DONE, "restart");
        up.destroy();
        assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
        write("b.txt", "while it was off");
        run(ExitCode.DONE, "sync");
        run(ExitCode.DONE, "clean");

        config("devsync-test/none-of-this-name"); // must be pulled, which fails: then the archive has to do
        run(ExitCode.DONE, "sync", "bare");

        assertThat(proxy.refused()).as("asked for and not in docs/sidecar.md").isEmpty();
        assertThat(SidecarPage.endpoints())
                .as("in docs/sidecar.md")
                .isNotEmpty()
                .allSatisfy(endpoint -> assertThat(proxy.used())
                        .as("never asked for: %s", endpoint)
                        .contains(endpoint));
    }

    private String started() throws Exception {
        return String.valueOf(TestEngine.info(engine, app).startedAt());
    }

    @Test
    void a_proxy_that_refuses_is_named() throws Exception {
        proxy.close();
        Files.deleteIfExists(folder.resolve("proxy.sock"));
        proxy = new FilteringProxy(
                engine.address(),
                folder.resolve("proxy.sock"),
                SidecarPage.endpoints().stream()
                        .filter(endpoint -> !endpoint.path().endsWith("/exec"))
                        .toList());
        assertThat(run(ExitCode.UNREACHABLE, "sync", "app")).contains("refused by the proxy", "docs/sidecar.md");
    }
}
