package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.HostTree;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.tree.Delta;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When it looks again, on a clock that only the test moves; the target is a real folder with a real agent.
@SuppressWarnings("NullAway.Init")
class DriftWatchTest {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private final DriftWatch watch = new DriftWatch(EVERY, clock::get);
    private HostTree host;
    private Target target;

    @BeforeEach
    void fill() throws Exception {
        host = new HostTree(Files.createDirectory(folder.resolve("host")));
        for (int i = 0; i < 1200; i++) { // three steps
            host.file("folder " + i % 20 + "/" + i, "content");
        }
        TargetPath root = new TargetPath(folder.resolve("target").toString());
        target = AgentTarget.open(new LocalTransport(), new TargetOptions(root, SyncMode.ONE_WAY_SAFE, null));
        target.apply(Delta.between(Tree.EMPTY, host.tree()), host::fileOf, Progress.NONE);
        watch.connected();
    }

    @AfterEach
    void close() {
        target.close();
    }

    private DriftWatch.Drift look(BooleanSupplier interrupted) throws Exception {
        return watch.look(target, host.tree(), host.tree(), host::fileOf, interrupted)
                .orElseThrow();
    }

    /// Runs whenever the look asks whether there is something better to do, which is between its steps.
    private BooleanSupplier busyFor(Duration time) {
        return () -> {
            clock.addAndGet(time.toNanos());
            return false;
        };
    }

    /// Found under load: a look that had waited for the machine for more than a second put the next one off for a
    /// minute, and what was deleted meanwhile was missing for as long.
    @Test
    void aBusyMachineDoesNotPutTheNextLookOff() throws Exception {
        assertThat(look(busyFor(Duration.ofSeconds(10))).deleted()).isEmpty();
        assertThat(watch.untilDue(LONG)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatIsDeletedWhileItLooksIsFoundByTheNextLook() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        DriftWatch.Drift meanwhile = look(() -> {
            if (steps.incrementAndGet() == 2) { // the root was listed with the folder in it
                new HostTree(folder.resolve("target")).delete("folder 19");
            }
            return false;
        });
        assertThat(steps.get()).isGreaterThan(2);
        assertThat(meanwhile.deleted()).isEmpty();
        clock.addAndGet(watch.untilDue(LONG).toNanos());
        assertThat(watch.isDue()).isTrue();
        assertThat(look(() -> false).deleted()).containsExactly(RelativePath.of("folder 19"));
    }
}
