package dev.devsync.history;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineAddress;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Docker engine that belongs to one test, which may restart it. It shares nothing with those that others use: not
/// the data, the sockets, containerd, nor any network.
final class PrivateEngine implements AutoCloseable {

    /// Whether containers go on while the engine is away.
    enum LiveRestore {
        OFF,
        ON
    }

    private static final long LIMIT_SECONDS = 90;

    private final Path programs;
    private final Path folder;
    private final LiveRestore liveRestore;
    private @Nullable Process daemon;

    /// @param programs what [#programs] found
    PrivateEngine(Path programs, LiveRestore liveRestore) throws IOException, InterruptedException {
        this.programs = programs;
        this.folder = Files.createTempDirectory("devsync-engine-").toRealPath();
        this.liveRestore = liveRestore;
        start();
    }

    /// The programs of an engine that `.ci/engine` has started here before; it takes root to start one.
    ///
    /// @param name `bookworm` or `sid`
    static Optional<Path> programs(String name) throws InterruptedException {
        if (!Mount.isPossible()) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(".ci/engine", "programs", name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(Path.of(line.strip())) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // no bash
        }
    }

    String host() {
        return "unix://" + folder.resolve("docker.sock");
    }

    Engine connect() throws EngineException {
        return Engine.connect(EngineAddress.resolve(Map.of("DOCKER_HOST", host()), folder));
    }

    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "dockerd",
                "-H=" + host(),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false"));
        if (liveRestore == LiveRestore.ON) {
            command.add("--live-restore");
        }
        String path = programs + "/usr/sbin:" + programs + "/usr/bin:" + System.getenv("PATH");
        // env finds dockerd, and dockerd its containerd, in that PATH.
        command.addAll(0, List.of("env", "PATH=" + path));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        daemon = started;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("dockerd does not answer at " + host() + ":\n"
                        + String.join("\n", Files.readAllLines(folder.resolve("log"))));
            }
            Thread.sleep(100);
        }
    }

    private boolean answers() {
        try (Engine engine = connect()) {
            return !engine.version().toString().isEmpty();
        } catch (EngineException _) {
            return false;
        }
    }

    /// As the system does when it updates Docker.
    void stop() throws IOException, InterruptedException {
        Process running = daemon;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
                throw new IOException("dockerd did not end within " + LIMIT_SECONDS + " s");
            }
            daemon = null;
        }
    }

    /// Makes and starts a container of a test image.
    void run(String name) throws IOException, InterruptedException, EngineException {
        ProcessBuilder images = new ProcessBuilder(".ci/images", host()).inheritIO();
        images.environment().put("DEVSYNC_CI_IMAGES", "busybox");
        if (images.start().waitFor() != 0) {
            throw new IOException(".ci/images cannot make devsync-test/busybox in " + host());
        }
        try (Engine engine = connect()) {
            TestEngine.docker(engine)
                    .createContainerCmd("devsync-test/busybox:latest")
                    .withName(name)
                    .withHostConfig(new com.github.dockerjava.api.model.HostConfig().withNetworkMode("none"))
                    .withCmd("sleep", "infinity")
                    .exec();
            TestEngine.docker(engine).startContainerCmd(name).exec();
        }
    }

    @Override
    public void close() throws IOException, EngineException {
        try {
            clearUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ending " + host(), e);
        }
    }

    private void clearUp() throws IOException, InterruptedException, EngineException {
        if (daemon == null) {
            start();
        }
        try (Engine engine = connect()) {
            var docker = TestEngine.docker(engine);
            for (var container : docker.listContainersCmd().withShowAll(true).exec()) {
                docker.removeContainerCmd(container.getId()).withForce(true).exec();
            }
        }
        stop();
        for (String mount : Files.readAllLines(Path.of("/proc/mounts")).reversed()) {
            String at = mount.split(" ", 3)[1];
            if (at.startsWith(folder + "/")) {
                Mount.off(Path.of(at));
            }
        }
        HostPlace.deleteAll(folder);
    }
}
