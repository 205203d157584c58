package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.report.Event.Drift.Outcome;
import dev.devsync.report.Event.Drift.What;
import dev.devsync.report.Verdict;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// What others do to a target while `devsync up` has nothing to do.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class DriftIT {

    private static Engine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    private SyncedProject project(GenericContainer<?> container, String... sync) throws Exception {
        SyncedProject project = new SyncedProject(
                folder,
                engine,
                "container: " + container.getContainerName().substring(1),
                "/srv/app",
                sync.length == 0 ? new String[] {"verify_every: 1s"} : sync);
        Files.createSymbolicLink(project.path("link"), Path.of("main.txt"));
        Files.createDirectory(project.path("empty"));
        for (int i = 0; i < 30; i++) {
            project.write("lib/deep/module-" + i + ".txt", "module " + i + "\n");
        }
        return project.write("main.txt", "main\n")
                .write("other.txt", "other\n")
                .write("odd name's $(x)\n/in it", "odd\n");
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container.execInContainer("sh", "-c", command).getStdout();
    }

    private static Event.Drift await(SyncedProject project, What what) {
        return project.events.await(Event.Drift.class, drift -> drift.what() == what);
    }

    private static List<String> paths(Event.Drift drift) {
        return drift.paths().stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void bringsBackWhatWasDeleted(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            sh(container, "cd /srv/app; rm -r lib main.txt link empty; echo own >own.txt");
            await(project, What.DELETED);
            project.awaitVerified();
            assertThat(project.events.of(Event.Drift.class))
                    .allMatch(drift -> drift.what() == What.DELETED && drift.outcome() == Outcome.RESTORED);
            assertThat(sh(container, "cd /srv/app; cat own.txt lib/deep/module-7.txt; readlink link"))
                    .isEqualTo("own\nmodule 7\nmain.txt\n");
            project.awaitQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void bringsBackATargetThatWasDeletedAsAWhole(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            sh(container, "rm -rf /srv/app");
            project.awaitMirrored();
            sh(container, "rm -rf /srv/app /srv/.devsync-app");
            project.awaitMirrored();
            sh(container, "rm -rf /srv/app; mkdir /srv/app");
            project.awaitMirrored();
        }
    }

    /// one-way-safe: an edit in the container may be somebody's work.
    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void tellsOfWhatWasChangedAndLeavesIt(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            sh(
                    container,
                    "cd /srv/app; echo work >main.txt; touch other.txt; rm lib/deep/module-1.txt;"
                            + " mkdir lib/deep/module-1.txt; chmod 600 lib/deep/module-2.txt");
            Event.Drift drift = await(project, What.CHANGED);
            assertThat(drift.outcome()).isEqualTo(Outcome.LEFT);
            assertThat(paths(drift))
                    .as("other.txt has another time, but the same content")
                    .containsExactlyInAnyOrder("main.txt", "lib/deep/module-1.txt", "lib/deep/module-2.txt");
            awaitProblem(project, "changed in the container, not by devsync: lib/deep/module-1.txt and 2 more");
            Thread.sleep(2500);
            assertThat(sh(container, "cat /srv/app/main.txt")).isEqualTo("work\n");
            assertThat(project.events.of(Event.Drift.class)).as("told once").hasSize(1);
            assertThat(project.verified()).noneMatch(Verdict::isEqual);

            // The host's next change wins, as ever.
            project.write("main.txt", "main, changed\n").write("lib/deep/module-2.txt", "changed\n");
            sh(container, "rmdir /srv/app/lib/deep/module-1.txt");
            project.awaitVerified();
            awaitProblem(project, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void mirrorsAReplica(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project =
                        project(container, "verify_every: 1s", "mode: one-way-replica", "ignore: [node_modules/]")) {
            project.upInSync();
            sh(
                    container,
                    "cd /srv/app; mkdir -p node_modules build/out; echo x >node_modules/x; echo o >build/out/o;"
                            + " echo f >lib/foreign; echo work >main.txt; rm other.txt");
            project.awaitMirrored();
            assertThat(sh(container, "cd /srv/app; cat node_modules/x main.txt; ls -d build lib/foreign"))
                    .isEqualTo("x\nmain\n");
            assertThat(await(project, What.CHANGED).outcome()).isEqualTo(Outcome.RESTORED);
            assertThat(await(project, What.ADDED).outcome()).isEqualTo(Outcome.REMOVED);
            project.awaitQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void doesNotLookWhereItIsToldNotTo(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "verify_every: off")) {
            project.upInSync();
            sh(container, "rm /srv/app/main.txt");
            Thread.sleep(2500);
            assertThat(project.verified()).noneMatch(Verdict::isEqual);
            assertThat(project.events.of(Event.Drift.class)).isEmpty();
        }
    }

    private static void awaitProblem(SyncedProject project, String problem) {
        Awaitility.await()
                .atMost(SyncedProject.LIMIT)
                .until(() -> project.status().syncs().getFirst().targets().stream()
                        .allMatch(target -> target.problem().equals(problem)));
    }
}
