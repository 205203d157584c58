package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.PathProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// Targets that cannot be written, are full or broken, and sources that vanish: each is told once, clearly, nothing
/// is lost, and syncing goes on by itself when it can.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class TargetTroubleFaultIT {

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

    private SyncedProject project(GenericContainer<?> container) throws Exception {
        SyncedProject project = new SyncedProject(
                folder, engine, "container: " + container.getContainerName().substring(1), "/srv/app");
        return project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container.execInContainer("sh", "-c", command).getStdout();
    }

    private static GenericContainer<?> started(GenericContainer<?> container) {
        container.start();
        return container;
    }

    @Test
    void saysThatTheUserMayNotWrite() throws Exception {
        try (GenericContainer<?> container = started(TestEngine.container("debian")
                        .withCreateContainerCmdModifier(create -> create.withUser("1000:1000")));
                SyncedProject project = project(container)) {
            project.up();
            Event.Trouble trouble = project.events.await(Event.Trouble.class);
            assertThat(trouble.subject()).isEqualTo(container.getContainerName().substring(1) + ":/srv/app");
            assertThat(trouble.message()).contains("/srv/app is not writable", "1000:1000");
            assertThat(trouble.advice()).contains("owner");
            assertThat(project.status().syncs().getFirst().targets().getFirst().phase())
                    .isEqualTo("troubled");

            // Told once, however often it is tried.
            Thread.sleep(1500);
            assertThat(project.events.of(Event.Trouble.class)).hasSize(1);

            TestEngine.asRoot(engine, container, "mkdir -p /srv/app && chown 1000:1000 /srv/app");
            project.events.await(Event.CaughtUp.class);
            project.events.await(Event.Recovered.class);
            project.awaitMirrored();
        }
    }

    @Test
    void saysThatTheFileSystemIsReadOnly() throws Exception {
        try (GenericContainer<?> container = started(TestEngine.container("debian")
                        .withCreateContainerCmdModifier(create ->
                                Objects.requireNonNull(create.getHostConfig()).withReadonlyRootfs(true)));
                SyncedProject project = project(container)) {
            project.up();
            Event.Trouble trouble = project.events.await(Event.Trouble.class);
            assertThat(trouble.message()).contains("/srv/app is on a read-only file system");
            assertThat(trouble.advice()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void worksInATmpfsOfAReadOnlyContainer(String image) throws Exception {
        try (GenericContainer<?> container = started(TestEngine.container(image)
                        .withTmpFs(Map.of("/srv/app", "rw,size=16m"))
                        .withCreateContainerCmdModifier(create ->
                                Objects.requireNonNull(create.getHostConfig()).withReadonlyRootfs(true)));
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            project.write("a.txt", "changed\n").delete("folder").write("new/c.txt", "c\n");
            project.awaitMirrored();
            assertThat(project.events.of(Event.Trouble.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void goesOnWhenAFullDiskIsFreed(String image) throws Exception {
        try (GenericContainer<?> container =
                        started(TestEngine.container(image).withTmpFs(Map.of("/srv/app", "rw,size=2m")));
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            sh(container, "head -c 4000000 /dev/zero >/srv/app/ballast 2>/dev/null");
            project.events.forget();

            project.write("a.txt", "needs a page of its own\n".repeat(1000));
            Event.Trouble trouble = project.events.await(Event.Trouble.class);
            assertThat(trouble.message()).contains("no space left");
            assertThat(trouble.advice()).contains("Free space");
            project.write("folder/b.txt", "and this one too\n".repeat(1000)).write("new/c.txt", "c\n".repeat(5000));
            project.delete("folder/b.txt").write("folder/d.txt", "d\n");
            Thread.sleep(1000);

            // The old content is still there, whole: nothing was torn by the failed replacement.
            assertThat(sh(container, "cat /srv/app/a.txt")).isIn("a\n", "");
            assertThat(sh(container, "wc -c </srv/app/a.txt").strip()).isEqualTo("2");

            sh(container, "rm /srv/app/ballast");
            project.awaitMirrored();
            project.events.await(Event.Recovered.class);
            project.down();

            // The record is whole too: what is deleted while devsync is off goes, and nothing is sent again.
            Files.delete(project.path("new/c.txt"));
            Event.CaughtUp caughtUp = project.upInSync();
            assertThat(caughtUp.sent().written()).isZero();
            assertThat(caughtUp.sent().deleted()).isEqualTo(1);
            project.awaitMirrored();
        }
    }

    /// A deletion is what makes room, so it must not wait for room.
    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void deletesOnAFullDisk(String image) throws Exception {
        try (GenericContainer<?> container =
                        started(TestEngine.container(image).withTmpFs(Map.of("/srv/app", "rw,size=2m")));
                SyncedProject project = project(container).write("big.bin", "x".repeat(600_000))) {
            project.upInSync();
            project.awaitMirrored();
            sh(container, "head -c 4000000 /dev/zero >/srv/app/ballast 2>/dev/null");
            project.delete("big.bin");
            project.awaitVerified();
            project.write("small.txt", "there is room now\n".repeat(2000));
            project.awaitVerified();
            sh(container, "rm /srv/app/ballast");
            project.awaitMirrored();
            project.down();
            project.delete("small.txt");
            project.upInSync();
            project.awaitMirrored();
        }
    }

    @Test
    void fallsBackToTheArchiveUploadWithoutAShellAndAToolbox() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("scratch");
                SyncedProject project = SyncedProject.withToolbox(
                        "off",
                        folder,
                        engine,
                        "container: " + container.getContainerName().substring(1),
                        "/srv/app")) {
            project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
            project.up();
            Event.Connected connected = project.events.await(Event.Connected.class);
            assertThat(connected.transport()).contains("archive", "sh", "toolbox: off");
            assertThat(connected.weaknesses()).isNotEmpty();
            project.events.await(Event.CaughtUp.class);
            project.awaitVerified();
            project.write("a.txt", "changed\n").write("new/deep/c.txt", "c\n");
            project.awaitVerified();
            project.replace("a.txt", "changed once more\n");
            project.awaitVerified();
            project.down();
            assertThat(project.upInSync().sent().written()).isZero();
        }
    }

    @Test
    void haltsWhenTheSourceVanishes() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            Path away = folder.resolve("away");
            Files.move(project.source(), away);
            Event.Halted halted = project.events.await(Event.Halted.class);
            assertThat(halted.folder()).isEqualTo(project.source().toString());
            assertThat(project.status().syncs().getFirst().targets().getFirst().phase())
                    .isEqualTo("halted");
            assertThat(sh(container, "cd /srv/app; cat a.txt folder/b.txt")).isEqualTo("a\nb\n");
            Files.writeString(away.resolve("a.txt"), "changed while away\n");
            Files.move(away, project.source());
            project.events.await(Event.Resumed.class);
            project.awaitMirrored();
            project.write("a.txt", "watched again\n");
            project.awaitMirrored();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"emptied", "emptied but for folders"})
    void haltsWhenTheSourceIsEmptied(String how) throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            if (how.equals("emptied")) {
                project.delete("folder").delete("a.txt");
            } else {
                project.delete("folder/b.txt").delete("a.txt");
            }
            project.events.await(Event.Halted.class);
            // Files went one by one; what was seen before the last one had gone may have been carried out.
            String before = sh(container, "cd /srv/app; find . | sort");
            assertThat(before).contains(".txt");
            project.down();

            project.events.forget();
            project.up();
            project.events.await(Event.Halted.class);
            assertThat(sh(container, "cd /srv/app; find . | sort")).isEqualTo(before);
            project.write("c.txt", "there is something again\n");
            project.events.await(Event.Resumed.class);
            project.awaitMirrored();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void bringsBackATargetThatWasDeleted(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            sh(container, "rm -rf /srv/app");
            project.write("a.txt", "brings all back\n");
            project.awaitMirrored();
            sh(container, "rm -rf /srv/app/folder");
            project.write("folder/b.txt", "brings its folder back\n");
            project.awaitMirrored();
            sh(container, "rm -rf /srv/app /srv/.devsync-app");
            project.write("new/folder/c.txt", "c\n");
            project.awaitMirrored();
        }
    }

    /// Nobody saves anything: devsync has to find out by itself.
    @ParameterizedTest
    @CsvSource({
        "busybox, rm -rf app",
        "debian, rm -rf app",
        "busybox, rm -rf app .devsync-app",
        "debian, rm -rf app && mkdir app",
        "busybox, mv app away && mkdir other && ln -s other app",
        "debian, mv app away && ln -s away app",
    })
    void noticesByItselfThatTheTargetWasDeletedOrReplaced(String image, String command) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            project.awaitQuiet();
            project.events.forget();
            sh(container, "cd /srv && " + command);
            project.events.await(Event.CaughtUp.class);
            project.awaitMirrored();
            assertThat(sh(container, "cd /srv/app && cat a.txt folder/b.txt")).isEqualTo("a\nb\n");
            project.write("a.txt", "and it goes on\n");
            project.awaitMirrored();
        }
    }

    /// One path that cannot be replaced does not keep the others from arriving.
    @Test
    void goesOnAroundAPathThatIsRefused() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            sh(container, "mkdir -p /srv/app/conflict; echo own >/srv/app/conflict/own");
            project.write("conflict", "a file here, a folder there\n").write("other.txt", "other\n");
            Event.PathTrouble trouble = project.events.await(Event.PathTrouble.class, TargetTroubleFaultIT::isConflict);
            assertThat(trouble.problem().path().display()).isEqualTo("conflict");
            await().atMost(SyncedProject.LIMIT)
                    .until(() -> sh(container, "cat /srv/app/other.txt").equals("other\n"));
            assertThat(sh(container, "cat /srv/app/conflict/own")).isEqualTo("own\n");
            sh(container, "rm -r /srv/app/conflict");
            project.awaitMirrored();
            project.events.await(Event.PathRecovered.class);
            assertThat(project.events.of(Event.PathTrouble.class).stream().filter(TargetTroubleFaultIT::isConflict))
                    .as("told once, however often it is tried")
                    .hasSize(1);
        }
    }

    /// Not that a file was caught while it was being written, which can be told first.
    private static boolean isConflict(Event.PathTrouble trouble) {
        return trouble.problem().kind() != PathProblem.Kind.CHANGING;
    }
}
