package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// `devsync up` on images without a shell: with the toolbox all promises hold.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ToolboxIT {

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

    private SyncedProject project(String location, String target) throws Exception {
        SyncedProject project = new SyncedProject(folder, engine, location, target);
        opened.add(project);
        return project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private GenericContainer<?> scratch(String containerName) {
        GenericContainer<?> container = TestEngine.container("scratch")
                .withCreateContainerCmdModifier(create -> create.withName(containerName));
        opened.add(container);
        return container;
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container
                .execInContainer("/.devsync-toolbox/bin/busybox", "sh", "-c", "PATH=/.devsync-toolbox/bin; " + command)
                .getStdout();
    }

    private List<String> cleaned(SyncedProject project) throws Exception {
        return new Cleaning(() -> engine, project.project().toolbox(), event -> {})
                .run(project.project().services()).stream()
                        .peek(cleanup -> assertThat(cleanup.kept()).isEmpty())
                        .flatMap(cleanup -> cleanup.removed().stream())
                        .toList();
    }

    private static void edit(SyncedProject project) throws Exception {
        project.write("a.txt", "changed\n").write("new/deep/c.txt", "c\n");
        project.awaitMirrored();
        project.delete("folder").delete("new/deep");
        project.awaitMirrored();
        project.delete("a.txt").write("a.txt/is/a/folder", "now\n").replace("d.txt", "d\n");
        project.awaitMirrored();
    }

    @Test
    void syncsDeletionsAndAllElse() throws Exception {
        scratch(name).start();
        SyncedProject project = project("container: " + name, "/srv/app");
        project.upInSync();
        Event.Connected connected = project.events.await(Event.Connected.class);
        assertThat(connected.transport()).isEqualTo("sh agent, busybox tar of devsync-test/busybox");
        edit(project);
        project.down();
        project.delete("d.txt");
        assertThat(project.upInSync().sent().deleted()).isEqualTo(1);
        project.awaitMirrored();
        assertThat(project.events.of(Event.Trouble.class)).isEmpty();
    }

    @Test
    void helpsOutOnceMoreInANewContainer() throws Exception {
        GenericContainer<?> first = scratch(name);
        first.start();
        SyncedProject project = project("container: " + name, "/srv/app");
        project.upInSync();
        project.events.forget();
        first.stop(); // Testcontainers removes it
        project.events.await(Event.Gone.class);
        GenericContainer<?> second = scratch(name);
        second.start();
        project.events.await(Event.CaughtUp.class);
        edit(project);
        project.events.forget();
        TestEngine.docker(engine)
                .restartContainerCmd(second.getContainerId())
                .withTimeout(0)
                .exec();
        project.events.await(Event.CaughtUp.class);
        project.write("after.txt", "the restart\n");
        project.awaitMirrored();
    }

    @Test
    void helpsOutInAllReplicas() throws Exception {
        for (int i = 0; i < 3; i++) {
            scratch(name + "-" + i).withLabel("devsync.it", name).start();
        }
        SyncedProject project = project("label: devsync.it=" + name, "/srv/app");
        project.up();
        for (int i = 0; i < 3; i++) {
            String instance = name + "-" + i;
            project.events.await(
                    Event.CaughtUp.class, event -> event.target().instance().equals(instance));
        }
        edit(project);
        assertThat(project.mirrored()).hasSize(3);
        assertThat(project.events.of(Event.Note.class)).as("nothing was pulled").isEmpty();
    }

    @Test
    void worksAsTheContainersOwnUserWhereThatMayWrite() throws Exception {
        GenericContainer<?> container = scratch(name)
                .withTmpFs(Map.of("/srv/app", "rw,mode=1777,size=16m"))
                .withCreateContainerCmdModifier(create -> create.withUser("1000:1000"));
        container.start();
        SyncedProject project = project("container: " + name, "/srv/app");
        project.upInSync();
        edit(project);
        assertThat(sh(
                        container,
                        "find /srv/app -mindepth 1 ! -name '.devsync*' -exec stat -c %u:%g {} + | sort | uniq"))
                .isEqualTo("1000:1000\n");
    }

    @Test
    void cleansUpBehindItself() throws Exception {
        GenericContainer<?> container = scratch(name);
        container.start();
        SyncedProject project = project("container: " + name, "/srv/app");
        project.upInSync();
        project.awaitMirrored();
        project.down();
        assertThat(cleaned(project)).containsExactlyInAnyOrder("/srv/.devsync-app", "/.devsync-toolbox");
        assertThat(cleaned(project)).isEmpty();
        assertThat(project.verified()).as("what was synced is there still").allMatch(verdict -> verdict.isEqual());
        project.write("a.txt", "syncing goes on\n");
        project.upInSync();
        project.awaitMirrored();
    }

    @Test
    void cleansUpWhereTheImageHasAShell() throws Exception {
        GenericContainer<?> container = TestEngine.container("busybox")
                .withCreateContainerCmdModifier(create -> create.withName(name).withUser("1000:1000"))
                .withTmpFs(Map.of("/srv/app", "rw,mode=1777,size=16m"));
        opened.add(container);
        container.start();
        SyncedProject project = project("container: " + name, "/srv/app");
        project.upInSync();
        project.awaitMirrored();
        project.down();
        assertThat(cleaned(project)).containsExactly("/srv/app/.devsync");
        assertThat(container
                        .execInContainer("find", "/srv", "-name", ".devsync*")
                        .getStdout())
                .isEmpty();
        assertThat(project.verified()).allMatch(verdict -> verdict.isEqual());
    }

    @Test
    void saysWhatNothingCanRemove() throws Exception {
        scratch(name).start();
        SyncedProject project = SyncedProject.withToolbox("off", folder, engine, "container: " + name, "/srv/app");
        opened.add(project);
        project.write("a.txt", "a\n").upInSync();
        project.down();
        var cleanups = new Cleaning(() -> engine, project.project().toolbox(), event -> {})
                .run(project.project().services());
        assertThat(cleanups).singleElement().satisfies(cleanup -> {
            assertThat(cleanup.removed()).isEmpty();
            assertThat(cleanup.kept()).singleElement().satisfies(kept -> {
                assertThat(kept.path()).isEqualTo("/.devsync%2Fsrv%2Fapp");
                assertThat(kept.why()).contains("sh", "toolbox: off");
            });
        });
        // With the toolbox, the same.
        assertThat(cleaned(project("container: " + name, "/srv/app")))
                .containsExactly("/.devsync%2Fsrv%2Fapp", "/.devsync-toolbox");
    }
}
