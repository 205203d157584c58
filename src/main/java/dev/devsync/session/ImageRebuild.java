package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.config.Location;
import dev.devsync.target.TargetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Builds a Compose service's image and makes its containers anew, by the docker CLI: what belongs into an image is
/// for Compose to know.
///
/// Compose runs in a thread of its own: whoever asked goes away with the old container, in the middle of it.
final class ImageRebuild implements AutoCloseable {

    private static final long LIMIT_MINUTES = 30;

    private final Path folder;
    private final List<Path> files;
    private final Map<Location.ComposeService, Instant> begun = new HashMap<>();
    private volatile @Nullable Process running;
    private volatile boolean closed;

    /// @param folder where the compose file is
    /// @param files the compose files to name; empty where Compose finds them by itself
    ImageRebuild(Path folder, List<Path> files) {
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    /// Does nothing if one was begun after the change: it has the change already.
    ///
    /// @param arrived the change
    /// @param replicas how many containers there are, and shall be
    /// @param onBegin run when it really begins
    /// @param lines told what the CLI says
    /// @throws TargetException.Refused if there is no docker CLI, or it fails
    void run(Location.ComposeService service, Instant arrived, int replicas, Runnable onBegin, Consumer<String> lines)
            throws TargetException, InterruptedException {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("devsync-rebuild-" + service.service())
                .start(() -> {
                    try {
                        once(service, arrived, replicas, onBegin, lines);
                        done.complete(null);
                    } catch (TargetException | RuntimeException e) {
                        done.completeExceptionally(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        done.completeExceptionally(e);
                    }
                });
        try {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TargetException known
                    ? known
                    : new TargetException.Refused("the image could not be built: " + e.getCause(), "");
        }
    }

    private synchronized void once(
            Location.ComposeService service, Instant arrived, int replicas, Runnable onBegin, Consumer<String> lines)
            throws TargetException, InterruptedException {
        if (closed || begun.getOrDefault(service, Instant.MIN).isAfter(arrived)) {
            return;
        }
        begun.put(service, Instant.now());
        onBegin.run();
        List<String> command = command(service, replicas);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            throw new TargetException.Refused(
                    "an image can only be built by the docker CLI: " + e.getMessage(), "Install it with Compose.");
        }
        running = process;
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines);
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new TargetException.Refused("`docker compose up --build` took longer than 30 minutes", "");
            }
        } catch (IOException e) {
            lines.accept("its output was cut off: " + e.getMessage());
        } finally {
            process.destroy();
            running = null;
        }
        if (process.exitValue() != 0 && !closed) {
            throw new TargetException.Refused(
                    "`" + String.join(" ", command) + "` failed with exit code " + process.exitValue(),
                    "Its output above says why; the containers from before go on.");
        }
    }

    private List<String> command(Location.ComposeService service, int replicas) {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        files.forEach(file -> command.addAll(List.of("--file", file.toString())));
        command.addAll(List.of("--project-name", service.project(), "up", "--detach", "--build", "--no-deps"));
        if (replicas > 1) {
            // Else Compose would go back to what the file says.
            command.addAll(List.of("--scale", service.service() + "=" + replicas));
        }
        command.add(service.service());
        return command;
    }

    /// Ends what is being built.
    @Override
    public void close() {
        closed = true;
        Process process = running;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
