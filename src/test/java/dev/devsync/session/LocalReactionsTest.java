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
        // Only those that work in this test's folder: the machine has others.
        String shell = """
                for p in /proc/[0-9]*; do
                  case $(readlink "$p/cwd") in "$1"*) tr '\\0' ' ' <"$p/cmdline"; echo ;; esac
                done 2>/dev/null""";
        Process process =
                new ProcessBuilder("sh", "-c", shell, "sh", folder.toRealPath().toString()).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
