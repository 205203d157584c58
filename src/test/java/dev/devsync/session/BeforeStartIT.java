package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Location;
import dev.devsync.config.Selection;
import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.config.Upkeep;
import dev.devsync.report.Event;
import dev.devsync.report.Verdict;
import dev.devsync.target.docker.ContainerId;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers that are filled before anything runs in them.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class BeforeStartIT {

    /// Ends at once, and tells in its exit code whether its file was there.
    private static final String APP = "[ \"$(cat /srv/app/src/main.txt)\" = one ] && test -x /srv/app/run && exit 7";

    @TempDir
    Path source;

    private final RecordedEvents events = new RecordedEvents();
    private Engine engine;

    @BeforeEach
    void connect() throws Exception {
        engine = TestEngine.connect();
        Files.createDirectories(source.resolve("src"));
        Files.writeString(source.resolve("src/main.txt"), "one");
        Files.createFile(
                source.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Service service(ContainerId id, SyncMode mode) {
        Sync sync = new Sync(
                SourceFolder.of(source, Selection.Patterns.NONE),
                new TargetPath("/srv/app"),
                Upkeep.DEFAULT.with(mode));
        return new Service("api", new Location.ContainerWithId(id.value()), List.of(sync));
    }

    private OneShot.Outcome sync(Service service) throws Exception {
        return new OneShot(() -> engine, ToolboxChoice.OFF, events).run(List.of(service));
    }

    private int startAndWait(ContainerId id) throws Exception {
        TestEngine.docker(engine).startContainerCmd(id.value()).exec();
        return TestEngine.docker(engine).waitContainerCmd(id.value()).start().awaitStatusCode(60, TimeUnit.SECONDS);
    }

    @Test
    void filesAreThereWhenItStarts() throws Exception {
        TestEngine.create(engine, create -> create.withCmd("sh", "-c", APP), id -> {
            assertThat(sync(service(id, SyncMode.ONE_WAY_SAFE))).isEqualTo(OneShot.Outcome.IN_SYNC);
            assertThat(events.await(Event.CaughtUp.class).sent().written()).isEqualTo(2);

            assertThat(startAndWait(id)).isEqualTo(7);
        });
    }

    @Test
    void aVolumeIsFilledAsWell() throws Exception {
        TestEngine.create(
                engine,
                create -> create.withCmd("sh", "-c", APP)
                        .withVolumes(new com.github.dockerjava.api.model.Volume("/srv/app")),
                id -> {
                    assertThat(sync(service(id, SyncMode.ONE_WAY_SAFE))).isEqualTo(OneShot.Outcome.IN_SYNC);

                    assertThat(startAndWait(id)).isEqualTo(7);
                });
    }

    /// What the image has of its own is no problem yet, though a replica must not have it in the end.
    @Test
    void nothingIsSentTwiceAndDeletionsFollowTheStart() throws Exception {
        TestEngine.create(engine, create -> create.withCmd("sleep", "infinity"), id -> {
            TestEngine.docker(engine).startContainerCmd(id.value()).exec();
            TestEngine.docker(engine)
                    .stopContainerCmd(id.value())
                    .withTimeout(0)
                    .exec();
            Service service = service(id, SyncMode.ONE_WAY_REPLICA);
            assertThat(OneShot.beforeStart(() -> engine, ToolboxChoice.OFF, events)
                            .run(List.of(service)))
                    .isEqualTo(OneShot.Outcome.IN_SYNC);
            Files.delete(source.resolve("run"));
            assertThat(OneShot.beforeStart(() -> engine, ToolboxChoice.OFF, events)
                            .run(List.of(service)))
                    .isEqualTo(OneShot.Outcome.IN_SYNC);
            TestEngine.docker(engine).startContainerCmd(id.value()).exec();
            events.forget();

            assertThat(sync(service)).isEqualTo(OneShot.Outcome.IN_SYNC);

            Event.CaughtUp caughtUp = events.await(Event.CaughtUp.class);
            assertThat(caughtUp.sent().written()).isZero();
            assertThat(caughtUp.sent().deleted()).isEqualTo(1);
            assertThat(new Verification(() -> engine, ToolboxChoice.OFF).run(List.of(service)))
                    .allMatch(Verdict::isEqual);
        });
    }
}
