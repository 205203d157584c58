package dev.devsync.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.devsync.config.compose.RealCompose;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineAddress;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// docker-compose.example.yml does what it says, with real Compose: up, an edit, the app's new answer, down.
/// The images are local ones.
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ExampleIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String FILE = "docker-compose.example.yml";

    @TempDir
    Path temp;

    private Engine engine;
    private RealCompose compose;
    private int port;
    private Process host;

    @BeforeEach
    void copy() throws Exception {
        engine = TestEngine.connect();
        assumeTrue(
                isThere("devsync-test/stacks"),
                "the image devsync-test/stacks, for Python, is not there: DEVSYNC_CI_IMAGES=stacks .ci/images makes it");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = RealCompose.newFolder(temp);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(Path.of(FILE), folder.resolve(FILE));
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, folder.resolve(file.toString()));
            }
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path socket = ((EngineAddress.UnixSocket) engine.address().endpoint()).path();
        compose = RealCompose.in(folder)
                .with("COMPOSE_FILE", FILE)
                .with("WEB_IMAGE", "devsync-test/stacks")
                .with("WEB_PORT", Integer.toString(port))
                .with("DOCKER_SOCKET", socket.toString())
                .with("DOCKER_GROUP", String.valueOf(Files.getAttribute(socket, "unix:gid")));
        compose = compose.with("COMPOSE_PROJECT_NAME", compose.project());
    }

    private boolean isThere(String image) throws Exception {
        try {
            TestEngine.docker(engine).inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.writeString(to, Files.readString(from));
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @AfterEach
    void down() throws Exception {
        if (host != null) {
            host.destroy();
            host.waitFor(20, TimeUnit.SECONDS);
            host.destroyForcibly();
        }
        if (compose != null) {
            compose.close();
        }
        engine.close();
    }

    private String answer() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void awaitAnswer(String greeting, Callable<String> log) {
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(answer()).as(log.call()).startsWith(greeting + " from process "));
    }

    private void edit(String from, String to) throws IOException {
        Path app = compose.folder().resolve("examples/web/app.py");
        Path beside = Files.writeString(
                app.resolveSibling("app.py~"), Files.readString(app).replace(from, to));
        Files.move(beside, app, java.nio.file.StandardCopyOption.ATOMIC_MOVE); // as editors save
    }

    private void followsEdits(Callable<String> log) throws Exception {
        awaitAnswer("Hello", log);
        edit("\"Hello\"", "\"Good evening\"");
        awaitAnswer("Good evening", log);

        edit("import os", "import os, (");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(log.call()).contains("build failed"));
        awaitAnswer("Good evening", log);
        edit("import os, (", "import os");
        edit("Good evening", "Good night");
        awaitAnswer("Good night", log);
    }

    @Test
    void works_with_the_sidecar() throws Exception {
        try (SidecarImage image = SidecarImage.build()) {
            compose.with("DEVSYNC_IMAGE", image.name());
            compose.run("up", "-d");
            followsEdits(() -> compose.tryTo("logs", "--no-color", "devsync").output());
            compose.run("stop", "devsync");
            assertThat(compose.run("ps", "--services")).contains("web").doesNotContain("devsync");
            compose.run("down", "--timeout", "0");
        }
    }

    @Test
    void works_with_devsync_on_this_machine() throws Exception {
        compose.run("up", "-d", "web");
        Path log = temp.resolve("up.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.devsync.cli.Main",
                        "up",
                        "--file",
                        "examples/web/devsync.yaml")
                .directory(compose.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("COMPOSE_PROJECT_NAME", compose.project());
        builder.environment().put("XDG_STATE_HOME", temp.toString());
        host = builder.start();
        followsEdits(() -> Files.readString(log));
    }

    @Test
    void has_a_variant_that_compose_can_read() throws Exception {
        String config = compose.run("-f", FILE, "-f", "examples/socket-proxy.yml", "config");
        assertThat(config).contains("socket-proxy", "-allowPOST=");
        String devsync = config.substring(config.indexOf("\n  devsync:"), config.indexOf("\n  socket-proxy:"));
        assertThat(devsync).contains("tcp://socket-proxy:2375").doesNotContain("docker.sock", "network_mode");
    }
}
