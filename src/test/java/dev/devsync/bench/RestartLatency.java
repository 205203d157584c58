package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.report.Reporter;
import dev.devsync.session.Session;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.docker.ThrowawayContainer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Measures how long a save takes until the new process answers, with a Gin app that is built in its container: in
/// all, by part, and without the build, which is the compiler's own. Needs the image `devsync-test/stacks`, and a
/// container network that this machine reaches.
final class RestartLatency {

    private static final String IMAGE = "devsync-test/stacks:latest";
    private static final int SAVES = 8;
    private static final int PORT = 8080;
    private static final long LIMIT_SECONDS = 120; // the first build compiles Gin

    private static final String CODE = """
            package main

            import "github.com/gin-gonic/gin"

            func main() {
            	r := gin.New()
            	r.GET("/", func(c *gin.Context) { c.String(200, "version %d.") })
            	r.Run(":8080")
            }
            """;

    private static final String REACTIONS = """
                build: go build -o /tmp/api .
                run: /tmp/api
                env: {GO111MODULE: "off", GOPATH: /usr/share/gocode, GOCACHE: /tmp/go-cache, GIN_MODE: release}
                ready: {tcp: 8080, timeout: 2m}
            """;

    private RestartLatency() {}

    static void measure(Engine engine, Results results) throws Exception {
        if (!TestEngine.hasImage(engine, IMAGE)) {
            results.remarks.add(
                    "The restart of a Gin app: no image " + IMAGE + " (DEVSYNC_CI_IMAGES=stacks .ci/images).");
            return;
        }
        String name = "devsync-bench-restart-" + ProcessHandle.current().pid();
        Path folder = Files.createTempDirectory("devsync-bench-").toRealPath();
        try (ThrowawayContainer container = ThrowawayContainer.start(engine, name, IMAGE)) {
            String address = TestEngine.docker(engine)
                    .inspectContainerCmd(container.info().id().value())
                    .exec()
                    .getNetworkSettings()
                    .getNetworks()
                    .values()
                    .iterator()
                    .next()
                    .getIpAddress();
            measure(folder, name, new AppClient(new InetSocketAddress(address, PORT)), results);
        }
    }

    private static void measure(Path folder, String container, AppClient client, Results results) throws Exception {
        Path source = Files.createDirectories(folder.resolve("src"));
        Files.writeString(source.resolve("main.go"), CODE.formatted(0));
        Path config = Files.writeString(
                folder.resolve("devsync.yaml"),
                "services:\n  api:\n    container: " + container + "\n    sync: [{path: src, target: /srv/app}]\n"
                        + REACTIONS);
        Project project = ConfigFile.read(config, Map.of());
        LinkedBlockingQueue<ReactionEvent.AppReady> ready = new LinkedBlockingQueue<>();
        Reporter reporter = event -> {
            if (event instanceof Event.Reaction(ReactionEvent.AppReady each)) {
                ready.add(each);
            } else if (event instanceof Event.Trouble) {
                System.err.println(event);
            }
        };
        Figures answered = new Figures();
        Figures beyond = new Figures();
        Map<String, Figures> parts = new LinkedHashMap<>();
        try (Session _ = Session.open(project, project.services(), TestEngine::connect, reporter)) {
            next(ready);
            for (int version = 1; version <= SAVES; version++) {
                Thread.sleep(500); // what is prepared for the next start is, as between two saves of a person
                Path beside = Files.writeString(folder.resolve("beside"), CODE.formatted(version));
                long saved = System.nanoTime();
                Files.move(beside, source.resolve("main.go"), ATOMIC_MOVE, REPLACE_EXISTING);
                client.await("version " + version + ".");
                double millis = (System.nanoTime() - saved) / 1e6;
                Map<String, java.time.Duration> each = next(ready).parts();
                each.forEach((part, took) ->
                        parts.computeIfAbsent(part, p -> new Figures()).add(took.toNanos() / 1e6));
                answered.add(millis);
                beyond.add(millis - Objects.requireNonNull(each.get("build")).toNanos() / 1e6);
            }
        }
        results.restart.put("save → the new process answers", answered);
        results.restart.put("the same without the build, which is the compiler's own", beyond);
        parts.forEach((part, figures) -> results.restart.put("of it " + part, figures));
    }

    private static ReactionEvent.AppReady next(LinkedBlockingQueue<ReactionEvent.AppReady> ready) throws Exception {
        ReactionEvent.AppReady next = ready.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IOException("the app did not get ready");
        }
        return next;
    }
}
