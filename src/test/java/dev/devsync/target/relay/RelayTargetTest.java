package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.target.Access;
import dev.devsync.target.Claim;
import dev.devsync.target.Target;
import dev.devsync.target.TargetContract;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.SyncMode;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a folder behind a relay's line.
@SuppressWarnings("NullAway.Init")
class RelayTargetTest implements TargetContract {

    @TempDir
    Path place;

    private TestHub hub;

    @BeforeEach
    @Override
    public void open(@TempDir Path folder) throws Exception {
        hub = new TestHub(place, null);
        TargetContract.super.open(folder);
    }

    @AfterEach
    @Override
    public void close() {
        TargetContract.super.close();
        hub.close();
    }

    /// The relay has a folder of its own, which everything is brought to.
    @Override
    public boolean renamesWithoutSending() {
        return false;
    }

    @Override
    public Target connect(SyncMode mode) throws TargetException {
        return hub.relay().connect(new TargetOptions(TestHub.ROOT, mode, null));
    }

    /// Two laptops at one relay: the one that wakes up must not push out the other.
    @Test
    void whoConnectsAgainTakesTheFolderFromNobody() throws Exception {
        Claim older = Claim.first();
        TargetOptions first = new TargetOptions(TestHub.ROOT, SyncMode.ONE_WAY_SAFE, null, Access.WRITE, older);
        TargetOptions again =
                new TargetOptions(TestHub.ROOT, SyncMode.ONE_WAY_SAFE, null, Access.WRITE, older.again(Instant.now()));
        hub.relay().connect(first).close();
        hub.relay().connect(again).close();
        try (Target newer = connect(SyncMode.ONE_WAY_SAFE)) {
            assertThatThrownBy(() -> hub.relay().connect(again)).isInstanceOf(TargetException.Fenced.class);
            newer.check();
        }
    }

    @Override
    public String inTarget(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(hub.folder().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
