package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Much at once.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class MassIT {

    private static final int FILES = 20_000;
    private static final int FOLDERS = 200;

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
        return project.write("a.txt", "a\n");
    }

    @Test
    void carriesTwentyThousandFilesAtOnce() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("debian");
                SyncedProject project = project(container)) {
            project.upInSync();
            Path beside = folder.resolve("generated");
            for (int i = 0; i < FOLDERS; i++) {
                Files.createDirectories(beside.resolve("folder-" + i));
            }
            for (int i = 0; i < FILES; i++) {
                Files.writeString(file(beside, i), "file " + i + "\n");
            }
            Files.move(beside, project.path("generated"));
            project.awaitQuiet(); // comparing is slow, and only worth it when all has arrived
            project.awaitMirrored();
            assertThat(project.status().syncs().getFirst().files()).isEqualTo(FILES + 1);

            // As when another branch is checked out: many change, some go, some come.
            for (int i = 0; i < FILES; i++) {
                Path file = file(project.path("generated"), i);
                if (i % 10 == 0) {
                    Files.delete(file);
                } else if (i % 3 == 0) {
                    Files.delete(file);
                    Files.writeString(file, "another branch's file " + i + "\n");
                }
            }
            SyncedProject.deleteAll(project.path("generated/folder-7"));
            for (int i = 0; i < 1000; i++) {
                project.write("more/" + i % 20 + "/" + i + ".txt", "new " + i + "\n");
            }
            project.awaitQuiet();
            project.awaitMirrored();
            project.down();
            assertThat(project.upInSync().sent().changes()).as("unchanged").isZero();
        }
    }

    private static Path file(Path top, int number) {
        return top.resolve("folder-" + number % FOLDERS + "/file-" + number + ".txt");
    }

    /// Skipped with `-Ddevsync.it.big=false`, and where there is little space.
    @Test
    void carriesTwoGibibytes() throws Exception {
        long size = (2L << 30) + 4096;
        assumeTrue(
                Boolean.parseBoolean(System.getProperty("devsync.it.big", "true"))
                        && Files.getFileStore(folder).getUsableSpace() > 8 * size,
                "needs space, and time");
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.upInSync();
            Path beside = folder.resolve("big");
            try (RandomAccessFile file = new RandomAccessFile(beside.toFile(), "rw")) {
                file.setLength(size);
                file.seek(size - 4);
                file.write(new byte[] {'l', 'a', 's', 't'});
            }
            Files.move(beside, project.path("big"));
            project.awaitQuiet();
            project.awaitMirrored();
            assertThat(container
                            .execInContainer("sh", "-c", "stat -c %s /srv/app/big; tail -c 4 /srv/app/big")
                            .getStdout())
                    .isEqualTo(size + "\nlast");
        }
    }
}
