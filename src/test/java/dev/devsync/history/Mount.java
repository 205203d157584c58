package dev.devsync.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Mounts one folder on another, as a disk is that may not be there tomorrow. Takes root, on Linux.
final class Mount {

    private static final AtomicReference<@Nullable Boolean> POSSIBLE = new AtomicReference<>();

    private Mount() {}

    /// Tried once.
    static boolean isPossible() {
        Boolean known = POSSIBLE.get();
        if (known == null) {
            known = tryIt();
            POSSIBLE.set(known);
        }
        return known;
    }

    private static boolean tryIt() {
        try {
            Path folder = Files.createTempDirectory("devsync-mount-");
            boolean mounted = run(List.of("mount", "--bind", folder.toString(), folder.toString()));
            boolean unmounted = mounted && run(List.of("umount", folder.toString()));
            Files.delete(folder);
            return unmounted;
        } catch (IOException e) {
            throw new UncheckedIOException("trying whether mounts are possible", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void on(Path disk, Path folder) throws IOException, InterruptedException {
        if (!run(List.of("mount", "--bind", disk.toString(), folder.toString()))) {
            throw new IOException("cannot mount " + disk + " on " + folder);
        }
    }

    static void off(Path folder) throws IOException, InterruptedException {
        if (!run(List.of("umount", "-l", folder.toString()))) {
            throw new IOException("cannot unmount " + folder);
        }
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false; // no such program
        }
    }
}
