package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/// Real programs in a real container: a save is answered by the new code. Needs the image `devsync-test/stacks`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StacksIT {

    private static final Duration LIMIT = Duration.ofMinutes(3); // the first Gin build compiles Gin
    private static final int PORT = 8080;

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private int count;

    @BeforeAll
    void start() throws Exception {
        engine = TestEngine.connect();
        assumeTrue(
                TestEngine.hasImage(engine, "devsync-test/stacks:latest"),
                "the image devsync-test/stacks is not there: DEVSYNC_CI_IMAGES=stacks .ci/images makes it");
        container = TestEngine.container("stacks")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forSuccessfulCommand("true")); // nothing listens before `up`
        container.start();
    }

    @AfterAll
    void stop() {
        if (container != null) {
            container.stop();
        }
        engine.close();
    }

    @Test
    void gin() throws Exception {
        answersBySavedCode("main.go", """
                package main

                import "github.com/gin-gonic/gin"

                func main() {
                	r := gin.New()
                	r.GET("/", func(c *gin.Context) { c.String(200, "version 1") })
                	r.Run(":8080")
                }
                """, """
                    build: go build -o /tmp/api .
                    run: /tmp/api
                    env: {GO111MODULE: "off", GOPATH: /usr/share/gocode, GOCACHE: /tmp/go-cache, GIN_MODE: release}
                    ready: {tcp: 8080, timeout: 2m}
                """);
    }

    @Test
    void node() throws Exception {
        answersBySavedCode("server.js", """
                require('http').createServer((q, a) => a.end('version 1')).listen(8080)
                """, """
                    run: node server.js
                    ready: {http: "http://localhost:8080/"}
                """);
    }

    @Test
    void python() throws Exception {
        answersBySavedCode("app.py", """
                from http.server import BaseHTTPRequestHandler, HTTPServer
                class Answer(BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(b'version 1')
                    def log_message(self, *args):
                        pass
                HTTPServer(('', 8080), Answer).serve_forever()
                """, """
                    run: python3 app.py
                    ready: {tcp: 8080}
                """);
    }

    @Test
    void java() throws Exception {
        answersBySavedCode("Main.java", """
                import com.sun.net.httpserver.HttpServer;
                import java.net.InetSocketAddress;
                public class Main {
                    public static void main(String[] args) throws Exception {
                        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
                        server.createContext("/", exchange -> {
                            byte[] text = "version 1".getBytes();
                            exchange.sendResponseHeaders(200, text.length);
                            exchange.getResponseBody().write(text);
                            exchange.close();
                        });
                        server.start();
                        System.out.println("listening");
                    }
                }
                """, """
                    build: javac -d /tmp/classes Main.java
                    run: java -Xshare:auto -XX:TieredStopAtLevel=1 -cp /tmp/classes Main
                    ready: {log: listening}
                """);
    }

    private void answersBySavedCode(String file, String code, String reactions) throws Exception {
        Path place = folder.resolve("project" + ++count);
        Path source = Files.createDirectories(place.resolve("src"));
        Files.writeString(source.resolve(file), code);
        String name = TestEngine.info(engine, container).name();
        Path config = Files.writeString(
                place.resolve("devsync.yaml"),
                "services:\n  api:\n    container: " + name + "\n    sync: [{path: src, target: /srv/app" + count
                        + "}]\n" + reactions);
        Project project = ConfigFile.read(config, Map.of());
        RecordedEvents events = new RecordedEvents();
        try (Session session = Session.open(project, project.services(), TestEngine::connect, events)) {
            ready(events);
            assertThat(answer()).isEqualTo("version 1");
            for (int version = 2; version <= 6; version++) {
                events.forget();
                long saved = System.nanoTime();
                save(source, file, code.replace("version 1", "version " + version));
                String wanted = "version " + version;
                while (!answer().equals(wanted)) {
                    assertThat(System.nanoTime() - saved).as(events.toString()).isLessThan(LIMIT.toNanos());
                    Thread.sleep(2);
                }
                long millis = (System.nanoTime() - saved) / 1_000_000;
                System.out.println(file + ": save -> answered by the new code " + millis + " ms, of which "
                        + parts(ready(events)));
            }
            assertThat(session.status().apps()).extracting(app -> app.state()).containsExactly("done");
        }
        Awaitility.await().atMost(LIMIT).until(() -> answer().isEmpty());
    }

    private static ReactionEvent.AppReady ready(RecordedEvents events) {
        Event.Reaction event = events.await(
                Event.Reaction.class, reaction -> reaction.what() instanceof ReactionEvent.AppReady, LIMIT);
        return (ReactionEvent.AppReady) event.what();
    }

    private static String parts(ReactionEvent.AppReady ready) {
        StringBuilder text = new StringBuilder();
        ready.parts()
                .forEach((part, took) ->
                        text.append(String.format(Locale.ROOT, "%s %.1f ", part, took.toNanos() / 1e6)));
        return text.toString().strip();
    }

    private static void save(Path source, String file, String code) throws IOException {
        Path beside = Files.writeString(source.resolveSibling("beside"), code);
        Files.move(
                beside,
                source.resolve(file),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /// What the app answers; empty while nothing listens.
    private String answer() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT) + "/"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }
}
