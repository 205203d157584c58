package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.report.Status;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// More is deleted than anybody is likely to mean: devsync halts and asks.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class BulkDeletionIT {

    private static final int FILES = 400;

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
                folder, engine, "container: " + container.getContainerName().substring(1), "/srv/app", sync);
        for (int i = 0; i < FILES; i++) {
            project.write("lib-" + i % 20 + "/module-" + i + ".txt", "module " + i + "\n");
        }
        return project.write("main.txt", "main\n");
    }

    private static long files(GenericContainer<?> container) throws Exception {
        return Long.parseLong(container
                .execInContainer("sh", "-c", "find /srv/app -type f | wc -l")
                .getStdout()
                .strip());
    }

    private static Status.TargetStatus target(SyncedProject project) {
        return project.status().syncs().getFirst().targets().getFirst();
    }

    private void deleteLibraries(SyncedProject project) throws Exception {
        for (int i = 0; i < 20; i++) {
            project.delete("lib-" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void haltsAndGoesOnWhenTheFilesComeBack(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            Path beside = Files.createDirectory(folder.resolve("beside"));
            for (int i = 0; i < 20; i++) { // one by one, as `rm -r` does: small deltas add up
                Files.move(project.path("lib-" + i), beside.resolve("lib-" + i));
                Thread.sleep(40);
            }
            Event.Halted halted = project.events.await(Event.Halted.class);
            assertThat(halted.why()).contains("of " + (FILES + 1), "max_delete (50%)");
            assertThat(halted.advice()).contains("devsync resume", "--yes", "max_delete");
            await().atMost(SyncedProject.LIMIT)
                    .until(() -> target(project).problem().contains(FILES + " of " + (FILES + 1)));
            assertThat(target(project).phase()).isEqualTo("halted");
            assertThat(files(container)).isGreaterThanOrEqualTo(FILES / 2);

            project.write("main.txt", "not sent while halted\n");
            for (int i = 0; i < 20; i++) {
                Files.move(beside.resolve("lib-" + i), project.path("lib-" + i));
            }
            project.events.await(Event.Resumed.class);
            project.awaitMirrored();
            assertThat(files(container)).isEqualTo(FILES + 1);
        }
    }

    @Test
    void goesOnWhenToldTo() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            Session session = project.up();
            project.events.await(Event.CaughtUp.class);
            assertThat(session.resume()).as("nothing is halted").isZero();
            deleteLibraries(project);
            project.events.await(Event.Halted.class);
            await().atMost(SyncedProject.LIMIT).until(() -> session.resume() == 1);
            project.events.await(Event.Resumed.class);
            project.awaitMirrored();
            assertThat(files(container)).isEqualTo(1);

            // What was agreed to was that; the next accident is asked about again.
            project.events.forget();
            project.delete("main.txt");
            project.events.await(Event.Halted.class);
            assertThat(files(container)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void haltsAtTheStartToo(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.down();
            deleteLibraries(project);
            project.events.forget();
            project.up();
            assertThat(project.events.await(Event.Halted.class).why()).contains(FILES + " of " + (FILES + 1));
            assertThat(files(container)).isEqualTo(FILES + 1);
        }
    }

    @Test
    void doesNotMindABranchSwitch() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.upInSync();
            // As git does: first all that is not on the other branch goes, then the rest comes.
            deleteLibraries(project);
            for (int i = 0; i < FILES; i++) {
                project.write("other-" + i % 20 + "/file-" + i + ".txt", "other " + i + "\n");
            }
            project.awaitMirrored();
            assertThat(project.events.of(Event.Halted.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_delete: off", "max_delete: 100%", "max_delete: 400"})
    void doesNotAskWhereItIsToldNotTo(String limit) throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container, limit)) {
            project.upInSync();
            deleteLibraries(project);
            project.awaitMirrored();
            assertThat(project.events.of(Event.Halted.class)).isEmpty();
        }
    }
}
