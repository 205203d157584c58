package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Builds a Compose service's image and makes its containers anew, by the docker CLI: what belongs into an image is
/// for Compose to know. Once for each change, however many replicas there are.
///
/// It takes away the very containers whose changes asked for it, so it runs on a thread of its own, to its end.
final class ImageRebuild implements AutoCloseable {

    private static final long LIMIT_MINUTES = 30;
    private static final long LOOK_MILLIS = 20;

    /// How long the CLI may take to end when it is told to.
    private static final long END_SECONDS = 5;

    private record Run(Instant begin, CompletableFuture<Void> end) {}

    private final Path folder;
    private @Nullable Run last;
    private @Nullable Process process;
    private boolean closed;

    /// @param folder where the CLI runs: the configuration file's
    ImageRebuild(Path folder) {
        this.folder = folder;
    }

    /// Returns when it is done, or nobody waits for it any more.
    ///
    /// @param seen the change: a run that began after it counts for it
    /// @param onBegin run when a new one begins
    /// @param lines told what the CLI says, and that it failed if nobody waits for it
    /// @param gone asked again and again: whether nobody waits
    /// @throws TargetException.Refused if there is no docker CLI, or it fails
    void run(List<String> command, Instant seen, Runnable onBegin, Consumer<String> lines, BooleanSupplier gone)
            throws TargetException, InterruptedException {
        while (!gone.getAsBoolean()) {
            Run run = join(command, seen, onBegin, lines);
            boolean counts = run.begin.isAfter(seen);
            try {
                run.end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (counts) {
                    return;
                }
            } catch (TimeoutException _) {
                // Somebody may have gone meanwhile.
            } catch (ExecutionException e) {
                if (counts) {
                    throw e.getCause() instanceof TargetException known
                            ? known
                            : new TargetException.Refused("an image could not be built: " + e.getCause(), "");
                }
            }
        }
        Run run = join(command, seen, onBegin, lines);
        var _ = run.end.exceptionally(e -> {
            lines.accept(Objects.requireNonNullElse(e.getMessage(), e.toString()));
            return null;
        });
    }

    /// Whether a change came too late for the last run, which has made the containers that are there now.
    synchronized boolean hasMissed(Instant seen) {
        return last != null && !last.begin.isAfter(seen);
    }

    /// The run that is going on, or that counts for the change; else a new one.
    private synchronized Run join(List<String> command, Instant seen, Runnable onBegin, Consumer<String> lines) {
        Run current = last;
        if (current == null || (current.end.isDone() && !current.begin.isAfter(seen))) {
            Run next = new Run(Instant.now(), new CompletableFuture<>());
            onBegin.run();
            Thread.ofPlatform().daemon().name("devsync-image").start(() -> work(next, command, lines));
            last = next;
            return next;
        }
        return current;
    }

    private void work(Run run, List<String> command, Consumer<String> lines) {
        try {
            execute(command, lines);
            run.end.complete(null);
        } catch (TargetException | RuntimeException e) {
            run.end.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.end.completeExceptionally(e);
        }
    }

    private void execute(List<String> command, Consumer<String> lines) throws TargetException, InterruptedException {
        Process cli = start(command);
        try {
            Thread reader = Thread.ofVirtual().name("devsync-image-output").start(() -> read(cli, lines));
            if (!cli.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new TargetException.Refused(
                        "`docker compose up --build` was stopped: it took longer than " + LIMIT_MINUTES + " minutes",
                        "Its output above says how far it came.");
            }
            reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } finally {
            end(cli);
        }
        if (cli.exitValue() != 0 && !isClosed()) {
            throw new TargetException.Refused(
                    "`" + String.join(" ", command) + "` failed with exit code " + cli.exitValue(),
                    "Its output above says why; unless it came to replacing them, the containers from before go on.");
        }
    }

    private synchronized Process start(List<String> command) throws TargetException {
        if (closed) {
            throw new TargetException.Refused("devsync is ending", "");
        }
        try {
            Process started = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            process = started;
            return started;
        } catch (IOException e) {
            throw new TargetException.Refused(
                    "an image can only be built by the docker CLI: " + e.getMessage(),
                    "Install it with its Compose plugin, or build by hand: " + String.join(" ", command));
        }
    }

    private static void read(Process cli, Consumer<String> lines) {
        try (BufferedReader output = cli.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            lines.accept("its output was cut off: " + e.getMessage());
        }
    }

    private static void end(Process cli) throws InterruptedException {
        List<ProcessHandle> plugins = cli.descendants().toList(); // docker starts docker-compose
        cli.destroy();
        if (!cli.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            cli.destroyForcibly();
        }
        plugins.forEach(ProcessHandle::destroy);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Ends the CLI, if it runs.
    @Override
    public void close() {
        Process running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        if (running != null && running.isAlive()) {
            try {
                end(running);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
