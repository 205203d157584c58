package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.config.Location;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalReactionsTest extends ReactionsContract {

    @TempDir
    Path folder;

    @Override
    ReactingProject project() throws Exception {
        return new ReactingProject(
                folder,
                new Location.LocalFolder(),
                new TargetPath(folder.resolve("target").toString()),
                () -> {
                    throw new AssertionError("no engine is needed");
                });
    }

    @Override
    String processes() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '").start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
