package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// Whose the files in the container are.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class OwnerIT {

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
        return project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private static GenericContainer<?> start(String image, String user) {
        GenericContainer<?> container =
                TestEngine.container(image).withCreateContainerCmdModifier(create -> create.withUser(user));
        container.start();
        return container;
    }

    /// All owners below the target, without repetition.
    private static String owners(GenericContainer<?> container) throws Exception {
        return container
                .execInContainer("sh", "-c", "find /srv/app ! -name '.devsync*' -exec stat -c %u:%g {} + | sort | uniq")
                .getStdout();
    }

    @ParameterizedTest
    @CsvSource({"busybox,0:0", "debian,0:0", "busybox,1000:1000", "debian,1000:1000"})
    void givesEverythingToTheConfiguredOwner(String image, String user) throws Exception {
        try (GenericContainer<?> container = start(image, user);
                SyncedProject project = project(container, "owner: \"1000:1000\"")) {
            project.upInSync();
            project.awaitMirrored();
            assertThat(owners(container)).isEqualTo("1000:1000\n");
            edit(project);
            assertThat(owners(container)).isEqualTo("1000:1000\n");
        }
    }

    private static void edit(SyncedProject project) throws Exception {
        project.write("a.txt", "a single save\n");
        project.awaitMirrored();
        project.write("new/folder/c.txt", "c\n");
        project.awaitMirrored();
        Files.createSymbolicLink(project.path("link"), Path.of("a.txt"));
        Files.createDirectory(project.path("empty"));
        project.delete("folder");
        project.awaitMirrored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void worksAsTheContainersOwnUser(String image) throws Exception {
        try (GenericContainer<?> container = start(image, "1000:1000");
                SyncedProject project = project(container)) {
            TestEngine.asRoot(engine, container, "mkdir -p /srv/app; chown 1000:1000 /srv/app");
            project.upInSync();
            project.awaitMirrored();
            edit(project);
            assertThat(owners(container)).isEqualTo("1000:1000\n");
            project.down();
            assertThat(project.upInSync().sent().changes()).isZero();
            assertThat(project.events.of(Event.Trouble.class)).isEmpty();
        }
    }
}
