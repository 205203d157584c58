package dev.devsync.history;

import dev.devsync.report.Status;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A `devsync up` in a process of its own, which can be killed.
final class UpProcess {

    /// How many events of one folder the system keeps for this process: so few that bursts overflow it.
    private static final int SMALL_QUEUE = 16;

    private static final long START_SECONDS = 60;
    private static final int LAST_LINES = 15;

    private final Process process;
    private final Path out;
    private final Path config;
    private final Map<String, String> environment;

    /// @param config its devsync.yaml
    /// @param own a folder for its output and its socket; is made
    /// @param dockerHost where it finds the engine; empty if it needs none
    UpProcess(Path config, Path own, String dockerHost) throws IOException, InterruptedException {
        this.config = config;
        this.out = Files.createDirectories(own).resolve("out");
        this.environment = Map.of("XDG_RUNTIME_DIR", own.toString(), "DOCKER_HOST", dockerHost);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.nio.file.WatchService.maxEventsPerPoll=" + SMALL_QUEUE,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.devsync.cli.Main",
                        "up",
                        "--json")
                .directory(Objects.requireNonNull(config.toAbsolutePath().getParent())
                        .toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        this.process = builder.start();
        awaitAnswer();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (status().isEmpty()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                kill();
                throw new IOException("`devsync up` did not start:\n" + told());
            }
            Thread.sleep(20);
        }
    }

    Optional<Status> status() throws InterruptedException {
        try {
            return ControlClient.status(ControlAddress.of(config, environment));
        } catch (IOException _) {
            return Optional.empty(); // it is going, or coming
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// Waits until it ends by itself.
    ///
    /// @return its exit code; nothing if it goes on
    Optional<Integer> awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
    }

    /// As `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// As `kill`.
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    List<String> lines() {
        try {
            return Files.readAllLines(out);
        } catch (IOException e) {
            return List.of("its output cannot be read: " + e);
        }
    }

    String told() {
        List<String> lines = lines();
        return "  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
