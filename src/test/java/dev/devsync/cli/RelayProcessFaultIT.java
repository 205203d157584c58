package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Style;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.relay.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// A laptop's process and a relay's, with TLS between them, as users start them; each is killed, and the line is cut.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class RelayProcessFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TOKEN = "a token for tests only";
    private static final String LABEL = "devsync.it.relay";

    @TempDir
    Path folder;

    private final String name = UUID.randomUUID().toString();
    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private Engine engine;
    private Line line;
    private int port;

    @BeforeEach
    void start() throws Exception {
        engine = TestEngine.connect();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        line = new Line(port);
        new TestCertificates(folder).make("relay", "-ext", "san=dns:localhost");
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        config("relay.crt");
        container();
        container();
    }

    private void config(String authority) throws IOException {
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  api:
                    relay: {address: "localhost:%d", token_file: token, ca: %s}
                    sync: [{path: src, target: /srv/app}]
                """.formatted(line.port(), authority));
    }

    @AfterEach
    void stop() throws Exception {
        for (Process each : processes) {
            each.destroyForcibly().waitFor();
        }
        line.close();
        containers.parallelStream().forEach(GenericContainer::close);
        engine.close();
    }

    private GenericContainer<?> container() {
        GenericContainer<?> container = TestEngine.container("busybox").withLabel(LABEL, name);
        container.start();
        containers.add(container);
        return container;
    }

    private Process devsync(String log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.devsync.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        Process started = builder.start();
        processes.add(started);
        return started;
    }

    private Process relay() throws IOException {
        return devsync(
                "relay.log",
                "relay",
                "--label=" + LABEL + "=" + name,
                "--target=/srv/app",
                "--listen=127.0.0.1:" + port,
                "--folder=kept",
                "--token-file=token",
                "--tls-cert=relay.crt",
                "--tls-key=relay.key",
                "--toolbox=off");
    }

    private void awaitLog(String log, String words) {
        await().atMost(LIMIT).until(() -> Files.readString(folder.resolve(log)).contains(words));
    }

    private void awaitEverywhere(String file, String content) {
        for (GenericContainer<?> each : containers) {
            await().atMost(LIMIT)
                    .until(() -> each.execInContainer("cat", "/srv/app/" + file)
                            .getStdout()
                            .equals(content));
        }
    }

    private void save(String content) throws IOException {
        Files.writeString(folder.resolve("src/a.txt"), content);
    }

    @Test
    void eachMayBeKilledAndTheLineCut() throws Exception {
        Process relay = relay();
        awaitLog("relay.log", "listens on 127.0.0.1:" + port + " with TLS");
        Process up = devsync("up.log", "up");
        awaitLog("up.log", "2 of 2 targets in sync");
        awaitEverywhere("a.txt", "a\n");

        line.cut();
        save("after a cut\n");
        awaitEverywhere("a.txt", "after a cut\n");

        relay.destroyForcibly().waitFor();
        save("while the relay is dead\n");
        GenericContainer<?> late = container();
        relay = relay();
        awaitEverywhere("a.txt", "while the relay is dead\n");
        awaitLog("up.log", "3 of 3 targets in sync");

        up.destroyForcibly().waitFor();
        save("not seen by anybody\n");
        late.stop();
        containers.remove(late);
        container();
        awaitEverywhere("a.txt", "while the relay is dead\n");
        up = devsync("up.log", "up");
        awaitEverywhere("a.txt", "not seen by anybody\n");

        assertThat(up.isAlive()).isTrue();
        up.destroy();
        relay.destroy();
        assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();
        for (GenericContainer<?> each : containers) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(TestEngine.processes(engine, each))
                            .as("no agent outlives the relay")
                            .allMatch(command -> command.startsWith("sleep inf")));
        }
    }

    @Test
    void aSyncWaitsForAllAndVerifyLooksEverywhere() throws Exception {
        relay();
        awaitLog("relay.log", "listens on");
        Outcome synced = run(Map.of(), "sync");
        assertThat(synced.code()).as(synced.err()).isZero();
        awaitEverywhere("a.txt", "a\n");
        Outcome verified = run(Map.of(), "verify");
        assertThat(verified.code()).isZero();
        assertThat(verified.out().lines().filter(each -> each.startsWith("equal")))
                .hasSize(3);
        Outcome examined = run(Map.of(), "doctor");
        assertThat(examined.out()).contains("ok      api: relay localhost:" + line.port() + ":/srv/app");
        Outcome cleaned = run(Map.of(), "clean");
        assertThat(cleaned.out() + cleaned.err()).contains("cannot be cleaned from here");
    }

    @Test
    void whatIsWrongIsSaidOnceAndByTheExitCode() throws Exception {
        Outcome nobody = run(Map.of(), "sync");
        assertThat(nobody.code()).isEqualTo(3);
        assertThat(nobody.err()).startsWith("devsync: cannot reach relay localhost:" + line.port());
        relay();
        awaitLog("relay.log", "listens on");
        Files.writeString(folder.resolve("token"), "another token for tests");
        for (String command : List.of("sync", "verify", "up")) {
            Outcome stranger = run(Map.of(), command);
            assertThat(stranger.code()).isEqualTo(2);
            assertThat(stranger.err()).contains("does not take this token").containsOnlyOnce("devsync: ");
        }
        Files.writeString(folder.resolve("token"), TOKEN);
        new TestCertificates(folder).make("other", "-ext", "san=dns:localhost");
        config("other.crt");
        Outcome distrusted = run(Map.of(), "sync");
        assertThat(distrusted.code()).isEqualTo(2);
        assertThat(distrusted.err()).contains("is not signed by the authority in", "fingerprint");
    }

    @Test
    void aRelayThatCannotStartSaysWhy() {
        assertThat(run(Map.of(), "relay", "--label=a", "--target=/app").err())
                .contains("a relay needs a token", "DEVSYNC_RELAY_TOKEN");
        Map<String, String> token = Map.of("DEVSYNC_RELAY_TOKEN", "short");
        assertThat(run(token, "relay", "--label=a", "--target=/app", "--folder=k")
                        .err())
                .contains("the token has 5 bytes");
        token = Map.of("DEVSYNC_RELAY_TOKEN", TOKEN);
        Outcome relative = run(token, "relay", "--label=a", "--target=app", "--folder=k");
        assertThat(relative.code()).isEqualTo(2);
        assertThat(relative.err()).contains("--target must be absolute");
        assertThat(run(token, "relay", "--label=a", "--target=/app", "--listen=here")
                        .err())
                .contains("--listen here is no address");
        assertThat(run(token, "relay", "--label=a", "--target=/app", "--tls-cert=relay.crt")
                        .err())
                .contains("needs both --tls-cert and --tls-key");
        assertThat(run(token, "relay", "--target=/app").code()).isEqualTo(2);
        assertThat(run(token, "relay", "--label=a", "--namespace=dev", "--target=/app")
                        .err())
                .contains("are about pods");
    }

    /// What a command did.
    private record Outcome(int code, String out, String err) {}

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

    /// What lies between the laptop and the relay, and can be cut.
    private static final class Line implements AutoCloseable {
        private final ServerSocket server;
        private final int to;
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Line(int to) throws IOException {
            this.to = to;
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket near = server.accept();
                    open.add(near);
                    Thread.ofPlatform().daemon().start(() -> connect(near));
                } catch (IOException e) {
                    // closed
                }
            }
        }

        private void connect(Socket near) {
            try (near;
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), to)) {
                open.add(far);
                Thread back = Thread.ofPlatform().daemon().start(() -> pass(far, near));
                pass(near, far);
                back.join();
            } catch (IOException | InterruptedException e) {
                // nobody is there, or the line was cut
            }
        }

        private static void pass(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // cut
            }
        }

        void cut() throws IOException {
            for (Socket each : open) {
                each.close();
            }
            open.clear();
        }

        @Override
        public void close() throws IOException {
            server.close();
            cut();
        }
    }
}
