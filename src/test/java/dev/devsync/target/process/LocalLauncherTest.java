package dev.devsync.target.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.Launcher;
import dev.devsync.target.local.LocalTransport;

class LocalLauncherTest extends LauncherContract {

    @Override
    protected Launcher launcher() {
        return new ParkedLauncher((user, rights) -> new LocalTransport(), new dev.devsync.tree.TargetPath("/"));
    }

    @Override
    protected boolean canLetLive() {
        return false;
    }

    @Override
    protected String inTarget(String shell) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", shell).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
