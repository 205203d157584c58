package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import dev.devsync.report.Check;
import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// A target that is the source's own folder, as with the bind mounts that devsync replaces, is never written
/// to.
class OwnFolderIT {

    private static Engine engine;

    @TempDir
    Path folder;

    private final String name = "devsync-own-" + System.nanoTime();
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

    private SyncedProject project(String... sync) throws Exception {
        SyncedProject project = new SyncedProject(folder, engine, "container: " + name, "/app", sync);
        opened.add(project);
        return project.write("lib/a.txt", "a\n").write("b.txt", "b\n");
    }

    /// Not by Testcontainers' own means: it would pull an image to see whether mounts work.
    private void containerWith(Path bound, String place) {
        container()
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withBinds(new Bind(bound.toString(), new Volume(place))))
                .start();
    }

    private GenericContainer<?> container() {
        GenericContainer<?> container =
                TestEngine.container("busybox").withCreateContainerCmdModifier(create -> create.withName(name));
        opened.add(container);
        return container;
    }

    private List<Check> examined(SyncedProject project) {
        return new Examination(TestEngine::connect)
                .run(project.project()).stream()
                        .filter(check -> check.result() == Check.Result.FAILED)
                        .toList();
    }

    @Test
    void refusesABindMountOfTheSource() throws Exception {
        SyncedProject project = project();
        containerWith(project.source(), "/app");
        Object before = Files.readAttributes(project.path("b.txt"), "unix:ino").get("ino");
        project.up();
        Event.Trouble trouble = project.events.await(Event.Trouble.class);
        assertThat(trouble.message()).contains(name + ":/app is the source " + project.source() + " itself");
        assertThat(trouble.advice()).contains("init --from-compose");
        assertThat(Files.readAttributes(project.path("b.txt"), "unix:ino").get("ino"))
                .isEqualTo(before);
        try (var there = Files.list(project.source())) {
            assertThat(there.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("b.txt", "lib");
        }
        assertThat(examined(project))
                .singleElement()
                .satisfies(check -> assertThat(check.finding()).contains("is the source"));
        OneShot.Outcome outcome = new OneShot(
                        TestEngine::connect, project.project().toolbox(), project.events)
                .run(project.project().services());
        assertThat(outcome).isEqualTo(OneShot.Outcome.UNREACHABLE);
    }

    @Test
    void refusesABindMountBelowTheTargetUnlessItIsIgnored() throws Exception {
        SyncedProject project = project();
        containerWith(project.path("lib"), "/app/lib");
        project.up();
        Event.Trouble trouble = project.events.await(Event.Trouble.class);
        assertThat(trouble.message()).contains("/app/lib, mounted below " + name + ":/app");
        assertThat(trouble.advice()).contains("lib/ to `ignore`");
        project.down();
        SyncedProject ignoring = project("ignore: [lib/]");
        ignoring.upInSync();
        ignoring.awaitMirrored();
    }

    @Test
    void takesABindMountOfAnotherFolder() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        containerWith(other, "/app");
        SyncedProject project = project();
        project.upInSync();
        project.awaitMirrored();
        assertThat(other.resolve("lib/a.txt")).hasContent("a\n");
    }

    @Test
    void seesThroughALinkToTheSource() throws Exception {
        Path link = folder.resolve("link");
        SyncedProject project = new SyncedProject(folder, engine, "local: true", link.toString());
        opened.add(project);
        project.write("b.txt", "b\n");
        Files.createSymbolicLink(link, project.source());
        project.up();
        assertThat(project.events.await(Event.Trouble.class).message()).contains("is the source");
    }

    @Test
    void saysBeforehandWhereATargetCannotBeMade() throws Exception {
        container()
                .withCreateContainerCmdModifier(
                        create -> Objects.requireNonNull(create.getHostConfig()).withReadonlyRootfs(true))
                .withTmpFs(Map.of("/run", "rw"))
                .start();
        SyncedProject project = project();
        assertThat(examined(project))
                .singleElement()
                .satisfies(check -> assertThat(check.finding()).contains("/app is on a read-only file system"));
    }
}
