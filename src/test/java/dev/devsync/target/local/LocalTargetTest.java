package dev.devsync.target.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.Target;
import dev.devsync.target.TargetContract;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a folder of this machine.
class LocalTargetTest implements TargetContract {

    @TempDir
    Path place;

    @Override
    public Target connect(SyncMode mode) throws TargetException {
        TargetPath root = new TargetPath(place.resolve("root").toString());
        return AgentTarget.open(new LocalTransport(), new TargetOptions(root, mode, null));
    }

    /// Found by a generated history: `devsync up` ended while it connected, and a staging folder stayed behind.
    @Test
    void leavesNothingStagedWhenAnInterruptedThreadCloses() throws Exception {
        Target target = connect(SyncMode.ONE_WAY_SAFE);
        Thread.currentThread().interrupt();
        target.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        try (var left = Files.list(place.resolve(".devsync-root"))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("in-"));
        }
    }

    @Override
    public String inTarget(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(place.resolve("root").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
