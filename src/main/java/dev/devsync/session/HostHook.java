package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs a service's `post_sync` command on this machine, once for each change, whichever replica has it first.
final class HostHook {

    private static final long LIMIT_MINUTES = 10;

    private final Path folder;
    private Instant last = Instant.MIN;

    /// @param folder where it runs: the configuration file's
    HostHook(Path folder) {
        this.folder = folder;
    }

    /// @param seen the change: one that is not newer than the last is done already
    /// @param lines told what the command writes, and how it failed if it did
    synchronized void run(String command, Instant seen, Consumer<String> lines) throws InterruptedException {
        if (!seen.isAfter(last)) {
            return;
        }
        last = seen;
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try (BufferedReader output = process.inputReader(UTF_8)) {
                output.lines().forEach(lines);
                if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    lines.accept("post_sync on the host was stopped after " + LIMIT_MINUTES + " minutes");
                } else if (process.exitValue() != 0) {
                    lines.accept("post_sync on the host failed with exit code " + process.exitValue() + ": " + command);
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        } catch (IOException e) {
            lines.accept("post_sync on the host cannot run: " + e.getMessage());
        }
    }
}
