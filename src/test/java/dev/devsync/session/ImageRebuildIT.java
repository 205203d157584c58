package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.target.docker.TestEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// `action: rebuild`, with Compose's own CLI.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ImageRebuildIT {

    @TempDir
    Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private final String project = "devsync-test-" + ProcessHandle.current().pid();

    @BeforeEach
    void compose() throws Exception {
        assumeTrue(hasCompose(), "there is no docker CLI with Compose here");
        write("compose.yaml", """
                name: %s
                services:
                  api:
                    build: .
                    stop_grace_period: 0s
                """.formatted(project));
        write("Dockerfile", dockerfile("1"));
        write("src/a", "1");
    }

    @AfterEach
    void down() throws Exception {
        if (hasCompose()) {
            docker("compose", "down", "--rmi", "local", "--timeout", "0");
        }
    }

    private static String dockerfile(String version) {
        return "FROM devsync-test/debian\nRUN echo " + version + " >/version\nCMD [\"sleep\", \"infinity\"]\n";
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static boolean hasCompose() throws Exception {
        try {
            Process version = new ProcessBuilder("docker", "compose", "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(command + said).isZero();
        return said;
    }

    private Project config() throws Exception {
        write("devsync.yaml", """
                services:
                  api:
                    sync: [{path: ., target: /srv/app, include: [src, Dockerfile]}]
                    run: sh -c 'echo version $(cat /version); exec sleep 1000'
                    stop_grace_period: 1s
                    on:
                      - {changed: Dockerfile, action: rebuild}
                """);
        Project read = ConfigFile.read(folder.resolve("devsync.yaml"), Map.of("COMPOSE_PROJECT_NAME", project));
        assertThat(read.name()).isEqualTo(project);
        return read;
    }

    private List<String> lines() {
        return events.of(Event.Reaction.class).stream()
                .map(Event.Reaction::what)
                .filter(ReactionEvent.Output.class::isInstance)
                .map(what -> ((ReactionEvent.Output) what).line())
                .toList();
    }

    private <E extends ReactionEvent> E reaction(Class<E> kind, Predicate<E> which) {
        return kind.cast(events.await(
                        Event.Reaction.class,
                        told -> kind.isInstance(told.what()) && which.test(kind.cast(told.what())),
                        ReactingProject.LIMIT)
                .what());
    }

    /// The announcement, then the containers' end, then their successors, which are ready in the end.
    private void assertToldInOrder() {
        List<Event> told = events.all();
        List<String> steps = told.stream()
                .map(event -> switch (event) {
                    case Event.Reaction(ReactionEvent.StepStarted started) ->
                        started.kind() + " " + started.command() + " " + started.why();
                    case Event.Gone _ -> "gone";
                    case Event.CaughtUp _ -> "in sync";
                    case Event.Reaction(ReactionEvent.AppReady ready) -> ready.action() + " since " + ready.since();
                    default -> "";
                })
                .filter(step -> !step.isEmpty())
                .distinct()
                .toList();
        assertThat(steps)
                .startsWith("REBUILD docker compose up --build api Dockerfile changed")
                .containsSubsequence("gone", "in sync", "rebuild since SAVE");
    }

    private void awaitApps(String version, int count) {
        Awaitility.await()
                .atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(lines().stream().filter(("version " + version)::equals))
                        .as(events.toString())
                        .hasSize(count));
    }

    @Test
    void replicasAreMadeAnewOnceFromANewImage() throws Exception {
        docker("compose", "up", "--detach", "--build", "--scale", "api=2");
        Project read = config();
        Path history = folder.resolve("history.json");
        try (Session session = Session.open(read, read.services(), history, TestEngine::connect, events)) {
            awaitApps("1", 2);
            events.forget();
            write("Dockerfile", dockerfile("2"));
            awaitApps("2", 2);
            reaction(ReactionEvent.AppReady.class, ready -> ready.action().equals("rebuild"));
            assertToldInOrder();
            assertThat(docker("compose", "ps", "--quiet").lines()).hasSize(2);
            assertThat(lines().stream()
                            .filter(line -> line.contains("RUN echo 2"))
                            .toList())
                    .as("built once: " + lines())
                    .hasSize(1);

            // Asked for, and nothing has changed: the containers stay, and it is told that they are up to date.
            events.forget();
            assertThat(session.rebuild(List.of("api"))).isEqualTo(2);
            var asked = reaction(ReactionEvent.StepStarted.class, _ -> true);
            assertThat(asked.kind()).isEqualTo(ReactionEvent.Kind.REBUILD);
            assertThat(asked.why()).isEqualTo("it was asked for");
            var same = reaction(ReactionEvent.AppReady.class, _ -> true);
            assertThat(same.action()).isEqualTo("rebuild");
            assertThat(same.since()).isEqualTo(ReactionEvent.Since.REQUEST);
            assertThat(events.of(Event.Gone.class)).isEmpty();

            // What cannot be built leaves the containers and their apps as they are.
            events.forget();
            write("Dockerfile", "FROM devsync-test/debian\nRUN exit 3\n");
            ReactionEvent.StepEnded failed = reaction(ReactionEvent.StepEnded.class, ended -> ended.how() != null);
            assertThat(failed.kind()).isEqualTo(ReactionEvent.Kind.REBUILD);
            Awaitility.await()
                    .atMost(ReactingProject.LIMIT)
                    .untilAsserted(() -> assertThat(session.status().apps())
                            .hasSize(2)
                            .allMatch(app -> app.pid() > 0)
                            .allMatch(app -> app.state().equals("failed"))
                            .allMatch(app -> app.reason().startsWith("rebuild failed: exit code ")));
            assertThat(new Planning(history).histories())
                    .filteredOn(rung -> rung.action().equals("rebuild"))
                    .allMatch(rung -> rung.count() > rung.succeeded())
                    .hasSize(1);
        }
    }

    @Test
    void saysThatAContainerOfAnotherOriginCannotBeMadeAnew() throws Exception {
        try (GenericContainer<?> plain = TestEngine.start("busybox")) {
            write("devsync.yaml", """
                    services:
                      api:
                        container: %s
                        sync: [{path: src, target: /srv/app}]
                        on: [{changed: Dockerfile, action: rebuild}]
                    """.formatted(plain.getContainerName().substring(1)));
            Project read = ConfigFile.read(folder.resolve("devsync.yaml"), Map.of());
            try (Session _ = Session.open(read, read.services(), TestEngine::connect, events)) {
                events.await(Event.CaughtUp.class);
                write("src/Dockerfile", "FROM scratch\n");
                Event.Trouble trouble = events.await(Event.Trouble.class, _ -> true, ReactingProject.LIMIT);
                assertThat(trouble.toString())
                        .contains("was not made by Compose")
                        .contains("docker run");
            }
        }
    }
}
