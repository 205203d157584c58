package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Location;
import dev.devsync.config.Selection;
import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.config.Upkeep;
import dev.devsync.report.Event;
import dev.devsync.report.TargetName;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetLoopTest {

    private static final String UNWRITABLE = "/proc/devsync";

    @TempDir
    Path folder;

    /// Found by a generated history: a container was killed, and the loop was closed while it told of the broken
    /// stream.
    @Test
    void closedWhileItTellsOfTroubleItIsNotTakenOver() throws Exception {
        Sync sync = new Sync(
                SourceFolder.of(folder, new Selection.Everything()),
                new TargetPath(UNWRITABLE),
                new Upkeep(SyncMode.ONE_WAY_SAFE, null, DeletionLimit.NONE, Duration.ofSeconds(1)));
        Service service = new Service("api", new Location.LocalFolder(), List.of(sync));
        CompletableFuture<TargetLoop> loop = new CompletableFuture<>();
        CountDownLatch told = new CountDownLatch(1);
        AtomicBoolean takenOver = new AtomicBoolean();
        try (SyncedSource synced = SyncedSource.begin(service, sync, event -> {})) {
            TargetMember member = new TargetMember(
                    synced,
                    new LocalConnector(),
                    new TargetName("api", "local", UNWRITABLE),
                    new Fanout("api", UNWRITABLE, event -> {}),
                    Arrivals.IGNORED);
            FolderReaders readers = new FolderReaders();
            readers.add(member);
            loop.complete(new TargetLoop(
                    member,
                    readers,
                    event -> {
                        if (event instanceof Event.Trouble) {
                            loop.join().close();
                            told.countDown();
                        }
                    },
                    () -> takenOver.set(true)));
            loop.join().start();
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            loop.join().close();
        }
        assertThat(takenOver).isFalse();
    }
}
