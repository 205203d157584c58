package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// What happens to a target while devsync is off, and what is done about it when it is on again.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class CatchUpIT {

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
        for (int i = 0; i < 50; i++) {
            project.write("lib/module-" + i + ".txt", "module " + i + "\n");
        }
        return project.write("main.txt", "main\n")
                .write("old/one.txt", "one\n")
                .write("old/two.txt", "two\n")
                .write("run.sh", "#!/bin/sh\n")
                .write("touched.txt", "the same\n");
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container.execInContainer("sh", "-c", "cd /srv/app; " + command).getStdout();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void sendsOnlyWhatChangedMeanwhile(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.awaitMirrored();
            sh(container, "mkdir -p build old/cache; echo own >build/out; echo own >old/cache/x; echo own >own.txt");
            project.down();

            project.write("main.txt", "main, changed\n").write("lib/new.txt", "new\n");
            project.delete("old").delete("lib/module-7.txt");
            Files.setPosixFilePermissions(project.path("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setLastModifiedTime(project.path("touched.txt"), FileTime.fromMillis(1_700_000_000_000L));

            Event.CaughtUp caughtUp = project.upInSync();
            assertThat(caughtUp.sent().written()).isEqualTo(2);
            assertThat(caughtUp.sent().attributes()).isEqualTo(2);
            assertThat(caughtUp.sent().folders()).isZero();
            assertThat(caughtUp.sent().deleted())
                    .as("two files, a folder, a module")
                    .isEqualTo(4);
            project.awaitVerified();
            assertThat(sh(container, "cat build/out old/cache/x own.txt")).isEqualTo("own\nown\nown\n");
            assertThat(sh(container, "ls old; ls -l run.sh")).startsWith("cache\n-rwxr-xr-x");
            project.down();

            assertThat(project.upInSync().sent().changes()).as("unchanged").isZero();
            project.down();
            assertThat(project.upInSync().sent().changes())
                    .as("unchanged, once more")
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void mendsWhatTheContainerChanged(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.down();
            sh(container, "echo other >main.txt; rm -r lib; rm run.sh; mkdir run.sh; chmod 600 touched.txt");
            project.upInSync();
            project.awaitMirrored();
        }
    }

    /// The image already has the files, as after `COPY . .`: nothing is sent, and they count as devsync's own.
    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void adoptsWhatIsThereAlready(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container)) {
            project.upInSync();
            project.down();
            sh(container, "rm -rf /srv/.devsync-app");
            Event.CaughtUp caughtUp = project.upInSync();
            assertThat(caughtUp.sent().written()).isZero();
            project.delete("lib/module-1.txt").delete("old");
            project.awaitMirrored();
            project.down();
            project.delete("lib/module-2.txt");
            project.upInSync();
            project.awaitMirrored();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void removesWhatIsForeignFromAReplica(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "mode: one-way-replica", "ignore: [node_modules/]")) {
            sh(
                    container,
                    "mkdir -p /srv/app/build /srv/app/node_modules; cd /srv/app; echo x >build/x; echo y"
                            + " >node_modules/y");
            project.upInSync();
            project.awaitMirrored();
            assertThat(sh(container, "ls -d build; ls node_modules")).isEqualTo("y\n");
        }
    }
}
