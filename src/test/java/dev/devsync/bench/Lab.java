package dev.devsync.bench;

import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.ContainerQuery;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.ExecTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What all measurements share: an engine, a docker CLI, an image, and a folder to work in.
///
/// @param docker the docker CLI
/// @param devsync the command of the packaged distribution
/// @param image the image of all containers; it has sh, tar, and rsync if rsync shall take part
/// @param folder an empty folder
record Lab(Engine engine, String docker, Path devsync, String image, Path folder) {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Ended by a signal, after which it may take a moment.
    private static final Duration ENDING = Duration.ofSeconds(15);

    /// @param folder an empty one
    static Lab of(Engine engine, Path folder) {
        return new Lab(
                engine,
                Objects.requireNonNullElse(System.getenv("DEVSYNC_TEST_DOCKER"), "docker"),
                Path.of(Objects.requireNonNull(System.getenv("DEVSYNC_BENCH_DEVSYNC"), "DEVSYNC_BENCH_DEVSYNC")),
                Objects.requireNonNullElse(System.getenv("DEVSYNC_BENCH_IMAGE"), "devsync-test/peers:latest"),
                folder);
    }

    /// Marks all containers of this run, so that they can be removed whatever happens.
    static String label() {
        return "dev.devsync.bench=" + ProcessHandle.current().pid();
    }

    /// Starts containers that sleep, with an empty `/app`.
    ///
    /// @param options of `docker run`
    /// @return their names, the given one with a number; all have it as the label `dev.devsync.bench.group`
    List<String> containers(String name, int replicas, String... options) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= replicas; i++) {
            String each = name + "-" + i;
            List<String> command = new ArrayList<>(List.of("run", "-d", "--init", "--name", each));
            command.addAll(List.of("--label", label(), "--label", "dev.devsync.bench.group=" + name));
            command.addAll(List.of(options));
            command.addAll(List.of(image, "sh", "-c", "mkdir -p /app; exec sleep infinity"));
            docker(command.toArray(String[]::new));
            names.add(each);
        }
        return names;
    }

    void remove(List<String> containers) throws IOException {
        List<String> command = new ArrayList<>(List.of(docker, "rm", "-fv"));
        command.addAll(containers);
        finish(command);
    }

    /// Runs a command that cleans up, also when this thread has been told to end.
    void finish(List<String> command) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            run(command);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(docker));
        command.addAll(List.of(arguments));
        run(command);
    }

    /// Runs a command to its good end.
    void run(List<String> command) throws IOException, InterruptedException {
        output(command);
    }

    /// Runs a command to its good end.
    ///
    /// @return what it wrote
    String output(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "output", ".log");
        Process process = start(command, folder, log);
        end(process, LIMIT);
        String said = Files.readString(log);
        Files.delete(log);
        if (process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + process.exitValue() + ": " + said.strip());
        }
        return said;
    }

    boolean succeeds(List<String> command) throws InterruptedException {
        try {
            run(command);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Starts a command that finds this engine and writes to a file.
    Process start(List<String> command, Path where, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "DOCKER_HOST",
                        engineHost(),
                        "XDG_RUNTIME_DIR",
                        folder.toString(),
                        "XDG_STATE_HOME",
                        folder.toString()));
        return builder.start();
    }

    /// Ends a process as Ctrl-C would, then by force.
    void stop(Process process) {
        process.destroy();
        try {
            if (process.waitFor(ENDING)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void end(Process process, Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit)) {
            process.destroyForcibly();
            throw new IOException("a command did not end within " + limit);
        }
    }

    /// Waits until a log says something.
    static void awaitText(Path log, String text, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.readString(log).contains(text)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("\"" + text + "\" was not said: " + Files.readString(log));
            }
            Thread.sleep(5);
        }
    }

    /// Runs witnesses in a container.
    AgentTransport transport(String container) throws IOException {
        try {
            List<ContainerInfo> found = engine.containers(new ContainerQuery.ByName(container));
            if (found.isEmpty()) {
                throw new IOException("there is no container " + container);
            }
            return new ExecTransport(engine, found.getFirst(), null);
        } catch (EngineException e) {
            throw new IOException(e);
        }
    }

    /// Also what a run that was interrupted has left.
    void removeContainers() {
        List<String> remove = List.of(
                "sh",
                "-c",
                "\"$1\" ps -aq --filter label=\"$2\" | xargs -r \"$1\" rm -fv >/dev/null",
                "remove",
                docker,
                label());
        try {
            ProcessBuilder builder = new ProcessBuilder(remove).inheritIO();
            builder.environment().put("DOCKER_HOST", engineHost());
            builder.start().waitFor();
        } catch (IOException | InterruptedException e) {
            System.err.println("bench: containers may stay behind: " + e.getMessage());
        }
    }

    private static String engineHost() {
        return Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "");
    }
}
