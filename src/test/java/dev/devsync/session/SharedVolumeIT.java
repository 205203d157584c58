package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Location;
import dev.devsync.config.Project;
import dev.devsync.config.Step;
import dev.devsync.report.Event;
import dev.devsync.report.Status;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Containers that have one folder in common, as the replicas of a service with a named volume do.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class SharedVolumeIT {

    private static final String LABEL = "dev.devsync.test.shared-volume";

    private static Engine engine;

    @TempDir
    Path folder;

    private final String name = "devsync-it-" + System.nanoTime();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private static DockerClient docker() throws Exception {
        return TestEngine.docker(engine);
    }

    /// A volume that is gone after the test, unless it made none.
    private String volume() throws Exception {
        docker().createVolumeCmd().withName(name).exec();
        opened.addFirst(() -> docker().removeVolumeCmd(name).exec());
        return name;
    }

    /// A running container with something mounted.
    ///
    /// @param source a volume's name, or a folder of the engine's host
    private GenericContainer<?> start(String image, int number, String source, String mounted, AccessMode access) {
        GenericContainer<?> container = TestEngine.container(image)
                .withLabel(LABEL, name)
                .withCreateContainerCmdModifier(create -> create.withName(name + "-" + number)
                        .withHostConfig(Objects.requireNonNull(create.getHostConfig())
                                .withBinds(new Bind(source, new Volume(mounted), access))));
        opened.add(container);
        container.start();
        return container;
    }

    private List<GenericContainer<?>> replicas(String image, String source) {
        return IntStream.rangeClosed(1, 3)
                .<GenericContainer<?>>mapToObj(number -> start(image, number, source, "/srv/app", AccessMode.rw))
                .toList();
    }

    private SyncedProject project(String target) throws Exception {
        SyncedProject project = new SyncedProject(folder, engine, "label: " + LABEL + "=" + name, target);
        opened.add(project);
        return project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private static void awaitAllInSync(SyncedProject project, int targets) {
        await().atMost(SyncedProject.LIMIT)
                .untilAsserted(() -> assertThat(project.status())
                        .as(() -> project.events.toString())
                        .matches(Status::allInSync)
                        .satisfies(status ->
                                assertThat(status.syncs().getFirst().targets()).hasSize(targets)));
    }

    /// What a container itself sees.
    private static String read(GenericContainer<?> container, String path) throws Exception {
        return container.execInContainer("cat", path).getStdout();
    }

    private static void awaitRead(GenericContainer<?> container, String path, String content) {
        await().atMost(SyncedProject.LIMIT)
                .untilAsserted(() -> assertThat(read(container, path)).isEqualTo(content));
    }

    @Test
    void replicasWithOneVolumeAreWrittenOnceAndAllCount() throws Exception {
        List<GenericContainer<?>> replicas = replicas("busybox", volume());
        SyncedProject project = project("/srv/app");
        project.up();
        awaitAllInSync(project, 3);
        assertThat(project.events.of(Event.CaughtUp.class)).as("one fill").hasSize(1);
        assertThat(project.events.await(Event.Note.class).message())
                .contains(name + "-1, " + name + "-2 and " + name + "-3 share /srv/app (volume " + name + ")")
                .contains("through " + name + "-1");
        for (GenericContainer<?> replica : replicas) {
            assertThat(read(replica, "/srv/app/folder/b.txt")).isEqualTo("b\n");
        }
        project.events.forget();
        for (int save = 0; save < 5; save++) {
            project.write("a.txt", "save " + save + "\n");
            awaitRead(replicas.get(save % 3), "/srv/app/a.txt", "save " + save + "\n");
        }
        project.events.await(Event.Synced.class, synced -> synced.targets() == 3 && synced.targetsInAll() == 3);
        // Fencing would be noticed by a check, and those come every two seconds.
        project.write("later.txt", "later\n");
        awaitRead(replicas.get(2), "/srv/app/later.txt", "later\n");
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        awaitAllInSync(project, 3);
        assertThat(project.events.of(Event.Trouble.class)).isEmpty();
        assertThat(project.status().syncs().getFirst().targets())
                .extracting(Status.TargetStatus::transport)
                .filteredOn(transport -> transport.equals("shared with " + name + "-1"))
                .hasSize(2);
    }

    @Test
    void anotherTakesOverWhenTheOneThatIsWrittenThroughGoes() throws Exception {
        List<GenericContainer<?>> replicas = replicas("busybox", volume());
        SyncedProject project = project("/srv/app");
        project.up();
        awaitAllInSync(project, 3);
        project.events.forget();
        docker().killContainerCmd(replicas.getFirst().getContainerId()).exec();
        project.write("a.txt", "after the first was killed\n").delete("folder");
        awaitRead(replicas.get(1), "/srv/app/a.txt", "after the first was killed\n");
        awaitAllInSync(project, 2);
        assertThat(project.events.of(Event.Gone.class))
                .extracting(gone -> gone.target().instance())
                .containsExactly(name + "-1");
        assertThat(project.events.of(Event.CaughtUp.class))
                .extracting(caughtUp -> caughtUp.target().instance())
                .contains(name + "-2");
        docker().killContainerCmd(replicas.get(1).getContainerId()).exec();
        project.write("a.txt", "after the second\n");
        awaitRead(replicas.get(2), "/srv/app/a.txt", "after the second\n");
        awaitAllInSync(project, 1);
        // Those that come back are in sync by what they share.
        project.events.forget();
        docker().startContainerCmd(replicas.getFirst().getContainerId()).exec();
        docker().startContainerCmd(replicas.get(1).getContainerId()).exec();
        awaitAllInSync(project, 3);
        assertThat(project.events.of(Event.CaughtUp.class)).isEmpty();
        project.write("a.txt", "for three\n");
        project.events.await(Event.Synced.class, synced -> synced.targets() == 3);
        assertThat(read(replicas.getFirst(), "/srv/app/a.txt")).isEqualTo("for three\n");
        project.awaitMirrored();
        assertThat(project.mirrored()).as("compared once").hasSize(1);
    }

    @Test
    void aFolderOfTheHostIsSharedToo() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        start("busybox", 1, shared.toString(), "/srv", AccessMode.ro);
        start("busybox", 2, shared.toString(), "/srv", AccessMode.rw);
        SyncedProject project = project("/srv/app");
        project.up();
        awaitAllInSync(project, 2);
        assertThat(project.events.await(Event.CaughtUp.class).target().instance())
                .as("through the one that may write")
                .isEqualTo(name + "-2");
        project.write("a.txt", "again\n");
        project.awaitMirrored();
        assertThat(shared.resolve("app/a.txt")).hasContent("again\n");
    }

    @Test
    void syncAndVerifyLookAtASharedFolderOnce() throws Exception {
        List<GenericContainer<?>> replicas = replicas("busybox", volume());
        SyncedProject project = project("/srv/app");
        OneShot oneShot = new OneShot(TestEngine::connect, project.project().toolbox(), project.events);
        assertThat(oneShot.run(project.project().services())).isEqualTo(OneShot.Outcome.IN_SYNC);
        assertThat(project.events.of(Event.CaughtUp.class)).hasSize(1);
        assertThat(project.events.of(Event.Note.class))
                .extracting(Event.Note::message)
                .containsExactly(
                        name + "-2:/srv/app is the same folder as " + name + "-1:/srv/app",
                        name + "-3:/srv/app is the same folder as " + name + "-1:/srv/app");
        assertThat(read(replicas.getLast(), "/srv/app/a.txt")).isEqualTo("a\n");
        assertThat(project.mirrored()).singleElement().matches(verdict -> verdict.isEqual());
    }

    @Test
    void reactsInEachReplicaOnceEverythingIsThere() throws Exception {
        replicas("debian", volume());
        try (ReactingProject project = reacting()) {
            project.run = project.step("cat first/*.txt second/*.txt | sort -u | tr -d '\\n'; echo;"
                    + " trap 'exit 0' TERM; while :; do sleep 0.05; done");
            versions(project, 1);
            project.up();
            awaitLines(project, "version 1", 3);
            for (int version = 2; version < 5; version++) {
                project.events.forget();
                versions(project, version);
                awaitLines(project, "version " + version, 3);
            }
            assertThat(project.events.of(Event.Trouble.class)).isEmpty();
        }
    }

    @Test
    void theOthersReactToWhatArrivedAsTheirWriterDied() throws Exception {
        List<GenericContainer<?>> replicas = replicas("debian", volume());
        try (ReactingProject project = reacting()) {
            project.run = project.step("cat version; trap 'exit 0' TERM; while :; do sleep 0.05; done");
            project.write("version", "1\n");
            project.up();
            awaitLines(project, "1", 3);
            project.events.forget();
            docker().killContainerCmd(replicas.getFirst().getContainerId()).exec();
            project.write("version", "2\n");
            awaitLines(project, "2", 2);
        }
    }

    @Test
    void takesABuildInTheSharedFolderAsItIs() throws Exception {
        replicas("debian", volume());
        try (ReactingProject project = reacting()) {
            Step build = project.step("hostname > built; cat source >> built; sleep 0.3");
            project.build = new Step(
                    build.command(),
                    build.text(),
                    build.folder(),
                    null,
                    Map.of(),
                    Duration.ofMinutes(1),
                    List.of(),
                    List.of(new TargetPath("/srv/app/built")));
            project.run = project.step("echo runs $(cat built); trap 'exit 0' TERM; while :; do sleep 0.05; done");
            project.write("source", "1");
            project.up();
            for (int version = 1; version < 4; version++) {
                String end = " " + version;
                await().atMost(ReactingProject.LIMIT)
                        .untilAsserted(() -> assertThat(lines(project, end)).hasSize(3));
                assertThat(lines(project, end))
                        .as("built in one place")
                        .containsOnly(lines(project, end).getFirst());
                project.events.forget();
                project.write("source", Integer.toString(version + 1));
            }
        }
    }

    private static List<String> lines(ReactingProject project, String end) {
        return project.lines().stream()
                .filter(line -> line.startsWith("runs ") && line.endsWith(end))
                .toList();
    }

    private ReactingProject reacting() throws Exception {
        return new ReactingProject(
                folder, new Location.Label(LABEL, name), new TargetPath("/srv/app"), TestEngine::connect);
    }

    private static void versions(ReactingProject project, int version) throws Exception {
        for (int i = 0; i < 20; i++) {
            project.write("first/" + i + ".txt", "version " + version + "\n");
            project.write("second/" + i + ".txt", "version " + version + "\n");
        }
    }

    /// Each save restarts; the last one of each replica counts.
    private static void awaitLines(ReactingProject project, String line, int times) {
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(project.lines())
                        .as(() -> project.events.toString())
                        .filteredOn(line::equals)
                        .hasSizeGreaterThanOrEqualTo(times));
    }

    @Test
    void servicesWithOneVolumeAndOneSourceAreWrittenOnce() throws Exception {
        String volume = volume();
        GenericContainer<?> api = start("busybox", 1, volume, "/srv/app", AccessMode.rw);
        GenericContainer<?> worker = start("busybox", 2, volume, "/code", AccessMode.rw);
        Project project = services("src", "src");
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        RecordedEvents events = new RecordedEvents();
        try (Session session = Session.open(project, project.services(), TestEngine::connect, events)) {
            await().atMost(SyncedProject.LIMIT).until(() -> session.status().allInSync());
            assertThat(events.of(Event.CaughtUp.class)).hasSize(1);
            Files.writeString(folder.resolve("src/a.txt"), "again\n");
            for (String service : List.of("api", "worker")) {
                events.await(Event.Synced.class, synced -> synced.service().equals(service));
            }
            assertThat(read(worker, "/code/a.txt")).isEqualTo("again\n");
            assertThat(read(api, "/srv/app/a.txt")).isEqualTo("again\n");
            assertThat(events.of(Event.Trouble.class)).isEmpty();
        }
    }

    @Test
    void servicesThatWouldUndoEachOthersWorkAreTold() throws Exception {
        String volume = volume();
        GenericContainer<?> api = start("busybox", 1, volume, "/srv/app", AccessMode.rw);
        start("busybox", 2, volume, "/code", AccessMode.rw);
        Project project = services("src", "other");
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        Files.writeString(folder.resolve("other/b.txt"), "b\n");
        RecordedEvents events = new RecordedEvents();
        try (Session session = Session.open(project, project.services(), TestEngine::connect, events)) {
            Event.Trouble trouble = events.await(Event.Trouble.class);
            assertThat(trouble.subject()).isEqualTo(name + "-2:/code");
            assertThat(trouble.message())
                    .contains("is the same folder as " + name + "-1:/srv/app (volume " + volume + ")");
            await().atMost(SyncedProject.LIMIT)
                    .until(() -> session.status()
                            .syncs()
                            .getFirst()
                            .targets()
                            .getFirst()
                            .phase()
                            .equals("in-sync"));
            assertThat(session.status().syncs().getLast().targets().getFirst().phase())
                    .isEqualTo("troubled");
        }
        assertThat(read(api, "/srv/app/a.txt")).isEqualTo("a\n");
        assertThat(api.execInContainer("ls", "/srv/app").getStdout()).doesNotContain("b.txt");
        events.forget();
        assertThat(new OneShot(TestEngine::connect, project.toolbox(), events).run(project.services()))
                .isEqualTo(OneShot.Outcome.INCOMPLETE);
        assertThat(events.of(Event.Trouble.class)).hasSize(1);
        assertThat(read(api, "/srv/app/a.txt")).isEqualTo("a\n");
    }

    private Project services(String api, String worker) throws Exception {
        Files.createDirectories(folder.resolve(api));
        Files.createDirectories(folder.resolve(worker));
        Path file = Files.writeString(folder.resolve("devsync.yaml"), """
                toolbox: off
                services:
                  api:
                    container: %s-1
                    sync: [{path: %s, target: /srv/app}]
                  worker:
                    container: %s-2
                    sync: [{path: %s, target: /code}]
                """.formatted(name, api, name, worker));
        return ConfigFile.read(file, Map.of());
    }
}
