package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.react.ReactionNews;
import dev.devsync.target.TargetException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    /// @param end how it failed, for people; empty if it did not
    private record Run(Instant begin, CompletableFuture<Optional<String>> end) {}

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
    /// @param because what asked for it, for people
    /// @param onBegin run when a new one begins
    /// @param news told what is run, what it says and how it ends
    /// @param gone asked again and again: whether nobody waits
    /// @return how it failed, for people; empty if it did not, or nobody waits
    /// @throws TargetException.Refused if there is no docker CLI
    Optional<String> run(
            List<String> command,
            Instant seen,
            String because,
            Runnable onBegin,
            Consumer<ReactionNews> news,
            BooleanSupplier gone)
            throws TargetException, InterruptedException {
        while (!gone.getAsBoolean()) {
            Run run = join(command, seen, because, onBegin, news);
            boolean counts = run.begin.isAfter(seen);
            try {
                Optional<String> failure = run.end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (counts) {
                    return failure;
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
        Run run = join(command, seen, because, onBegin, news);
        var _ = run.end.exceptionally(e -> {
            news.accept(new ReactionNews.Trouble(Objects.requireNonNullElse(e.getMessage(), e.toString()), ""));
            return Optional.empty();
        });
        return Optional.empty();
    }

    /// Whether a change came too late for the last run, which has made the containers that are there now.
    synchronized boolean hasMissed(Instant seen) {
        return last != null && !last.begin.isAfter(seen);
    }

    /// The run that is going on, or that counts for the change; else a new one.
    private synchronized Run join(
            List<String> command, Instant seen, String because, Runnable onBegin, Consumer<ReactionNews> news) {
        Run current = last;
        if (current == null || (current.end.isDone() && !current.begin.isAfter(seen))) {
            Run next = new Run(Instant.now(), new CompletableFuture<>());
            onBegin.run();
            Thread.ofPlatform().daemon().name("devsync-image").start(() -> work(next, command, because, news));
            last = next;
            return next;
        }
        return current;
    }

    private void work(Run run, List<String> command, String because, Consumer<ReactionNews> news) {
        String shown = shown(command);
        news.accept(new ReactionNews.Started(ReactionNews.Kind.REBUILD, shown, because));
        try {
            Optional<String> failure =
                    execute(command, line -> news.accept(new ReactionNews.Output(ReactionNews.Kind.REBUILD, line)));
            Duration took = Duration.between(run.begin, Instant.now());
            news.accept(
                    failure.isEmpty()
                            ? new ReactionNews.Finished(ReactionNews.Kind.REBUILD, shown, took)
                            : new ReactionNews.StepFailed(ReactionNews.Kind.REBUILD, shown, failure.get(), took, true));
            run.end.complete(failure);
        } catch (TargetException | RuntimeException e) {
            run.end.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.end.completeExceptionally(e);
        }
    }

    /// As people would type it in the project's folder.
    private static String shown(List<String> command) {
        return "docker compose up --build " + command.getLast();
    }

    private Optional<String> execute(List<String> command, Consumer<String> lines)
            throws TargetException, InterruptedException {
        Process cli = start(command);
        try {
            Thread reader = Thread.ofVirtual().name("devsync-image-output").start(() -> read(cli, lines));
            if (!cli.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                return Optional.of("stopped after its limit of " + LIMIT_MINUTES + " minutes");
            }
            reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } finally {
            end(cli);
        }
        return cli.exitValue() == 0 || isClosed() ? Optional.empty() : Optional.of("exit code " + cli.exitValue());
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
                if (!line.isBlank()) { // BuildKit puts one after each step
                    lines.accept(line);
                }
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
