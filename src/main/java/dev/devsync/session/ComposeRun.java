package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs Docker Compose for `devsync up --compose`, by the docker CLI, and passes on what it says.
///
/// Containers are made first and started later, so that files can be there before anything runs.
public final class ComposeRun implements AutoCloseable {

    /// Images are built and pulled within it.
    private static final Duration LIMIT = Duration.ofMinutes(60);

    /// Compose gives each container ten seconds to end unless its service says otherwise.
    private static final Duration DOWN_LIMIT = Duration.ofMinutes(2);

    /// How long it has to end by itself when it is no longer wanted.
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Path folder;
    private final List<String> compose;
    private final Reporter reporter;
    private @Nullable Process running;
    private boolean closed;
    private volatile boolean ending;

    /// @param folder where the compose file is
    /// @param project the project's name
    /// @param file the compose file, if one was named; null for those that Compose finds
    /// @param reporter told each line that Compose writes
    public ComposeRun(Path folder, String project, @Nullable Path file, Reporter reporter) {
        this.folder = folder;
        this.reporter = reporter;
        List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", project));
        if (file != null) {
            command.addAll(List.of("-f", file.toString()));
        }
        this.compose = List.copyOf(command);
    }

    /// Compose did not do what it was asked.
    public static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Makes networks, volumes and containers, and starts none.
    ///
    /// @param services which, with what they depend on; all if empty
    public void create(List<String> services) throws FailedException, InterruptedException {
        run(LIMIT, List.of("up", "--no-start"), services);
    }

    /// Starts what was made, in the order of its dependencies.
    ///
    /// @param services which; all if empty
    public void start(List<String> services) throws FailedException, InterruptedException {
        run(LIMIT, List.of("up", "--detach"), services);
    }

    /// Stops and removes the project's containers and networks; volumes stay.
    public void down() throws FailedException, InterruptedException {
        run(DOWN_LIMIT, List.of("down"), List.of());
    }

    private void run(Duration limit, List<String> action, List<String> services)
            throws FailedException, InterruptedException {
        List<String> command = new ArrayList<>(compose);
        command.addAll(action);
        command.addAll(services);
        String said = "`" + String.join(" ", command) + "`";
        Process process = begin(command, said);
        try (BufferedReader output = process.inputReader(UTF_8)) {
            Thread.ofVirtual().start(() -> endAfter(limit, process));
            output.lines().filter(line -> !line.isBlank()).forEach(this::passOn);
            int code = process.waitFor();
            if (code != 0) {
                throw new FailedException(said + " failed with exit code " + code, null);
            }
        } catch (IOException e) {
            throw new FailedException(said + " was cut off: " + e.getMessage(), e);
        } finally {
            process.destroy();
        }
    }

    private synchronized Process begin(List<String> command, String said) throws FailedException {
        if (closed) {
            throw new FailedException(said + " was not run: devsync ends", null);
        }
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close(); // it asks nothing
            running = process;
            return process;
        } catch (IOException e) {
            throw new FailedException(said + " cannot be run: " + e.getMessage(), e);
        }
    }

    private static void endAfter(Duration limit, Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(String line) {
        reporter.on(new Event.Note("compose", line.strip()));
    }

    /// Ends what runs of Compose, and takes the project down if that is wanted. From another thread than the one that
    /// waits for it.
    ///
    /// @param end what becomes of the containers
    public void end(End end) throws FailedException, InterruptedException {
        ending = true;
        interrupt();
        if (end == End.DOWN) {
            down();
        }
        close();
    }

    /// What becomes of the containers at the end.
    public enum End {
        /// They go on.
        LEAVE,
        DOWN
    }

    /// Whether [#end] was called, which makes what runs fail.
    public boolean isEnding() {
        return ending;
    }

    private void interrupt() throws InterruptedException {
        Process process;
        synchronized (this) {
            process = running;
        }
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /// Lets nothing more be run.
    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.destroy();
        }
    }
}
