package dev.devsync.history;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.containers.GenericContainer;

/// A container that stops, starts and is made anew, always by the same name.
final class FaultyContainer implements AutoCloseable {

    /// A small file system in it, which can be filled up. A restart empties it.
    static final String SMALL_DISK = "/small";

    private static final String SIZE = "rw,size=128m";

    private static final Duration STUCK = Duration.ofSeconds(15);

    /// The agents: processes of a shell whose `$0` is devsync, by their environment-independent command line.
    private static final String KILL_AGENTS = """
            for p in /proc/[0-9]*; do
              tr '\\0' '\\n' <$p/cmdline | grep -qx devsync && kill -9 ${p#/proc/}
            done""";

    private final Engine engine;
    private final DockerClient docker;
    private final TargetKind kind;
    private final String name;
    private final List<GenericContainer<?>> made = new ArrayList<>();

    FaultyContainer(Engine engine, TargetKind kind, String name) throws EngineException {
        this.engine = engine;
        this.docker = TestEngine.docker(engine);
        this.kind = kind;
        this.name = name;
        make();
    }

    private void make() {
        GenericContainer<?> container =
                TestEngine.container(kind.image()).withCreateContainerCmdModifier(create -> create.withName(name));
        if (kind != TargetKind.SCRATCH) { // the archive API does not see into a tmpfs
            container.withTmpFs(Map.of(SMALL_DISK, SIZE));
        }
        made.add(container);
        container.start();
    }

    ContainerSite site(String root) {
        return new ContainerSite(docker, name, kind, root);
    }

    private void run(String command, String... arguments) throws IOException, InterruptedException {
        site("/").run(command, arguments);
    }

    void stop() {
        docker.stopContainerCmd(name).withTimeout(0).exec();
    }

    void kill() {
        docker.killContainerCmd(name).exec();
    }

    void start() {
        docker.startContainerCmd(name).exec();
    }

    void pause() {
        docker.pauseContainerCmd(name).exec();
    }

    /// Engine 20.10 holds a lock while it starts an exec, and a container that is paused at that moment freezes what
    /// the
    /// lock waits for: nobody can unpause it any more. Then the kernel is asked to.
    void unpause() throws IOException, InterruptedException {
        Future<?> unpaused = CompletableFuture.runAsync(
                () -> docker.unpauseContainerCmd(name).exec());
        try {
            unpaused.get(STUCK.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            thaw();
        } catch (ExecutionException e) {
            throw new IOException("cannot unpause " + name, e);
        }
    }

    private void thaw() throws IOException, InterruptedException {
        String id = docker.inspectContainerCmd(name).exec().getId();
        int found = new ProcessBuilder(
                        "sh",
                        "-c",
                        "for f in $(find /sys/fs/cgroup -path \"*$1*\" -name freezer.state); do echo THAWED >$f; done;"
                                + " for f in $(find /sys/fs/cgroup -path \"*$1*\" -name cgroup.freeze); do echo 0 >$f; done",
                        "sh",
                        id)
                .start()
                .waitFor();
        if (found != 0) {
            throw new IOException("cannot thaw " + name);
        }
    }

    /// Has it run, whatever half of some harm was done to it before the engine refused the rest.
    void putRight() throws IOException, InterruptedException {
        InspectContainerResponse.ContainerState state =
                docker.inspectContainerCmd(name).exec().getState();
        if (Boolean.TRUE.equals(state.getPaused())) {
            unpause();
        }
        if (!Boolean.TRUE.equals(state.getRunning())) {
            start();
        }
    }

    void restart() {
        docker.restartContainerCmd(name).withTimeout(0).exec();
    }

    void recreate() {
        docker.removeContainerCmd(name).withForce(true).exec();
        make();
    }

    void killAgents() throws IOException, InterruptedException {
        run(KILL_AGENTS);
    }

    /// All containers share the kernel's clock, so what is set is what `date` says.
    ///
    /// @param seconds by how much it is ahead of the kernel's
    void setClock(int seconds) throws IOException, InterruptedException {
        run(
                "printf '#!/bin/sh\\nexec /bin/date -d \"%s seconds\" \"$@\"\\n' \"$1\" >/usr/local/bin/date"
                        + " && chmod 755 /usr/local/bin/date",
                "" + seconds);
        killAgents(); // the next one asks it at once
    }

    void fillDisk() throws IOException, InterruptedException {
        run("head -c 1000000000 /dev/zero >" + SMALL_DISK + "/ballast 2>&-");
    }

    void freeDisk() throws IOException, InterruptedException {
        run("rm -f " + SMALL_DISK + "/ballast");
    }

    void deleteFolder(String path) throws IOException, InterruptedException {
        run("rm -rf \"$1\"", path);
    }

    /// @param number makes the link's own folder a new one each time
    void replaceByLink(String path, int number) throws IOException, InterruptedException {
        run("mv \"$1\" \"$1.away-$2\" && mkdir \"$1.other-$2\" && ln -s \"$1.other-$2\" \"$1\"", path, "" + number);
    }

    /// What devsync has left: processes, running execs, staged files.
    List<String> leftovers(String root) throws IOException, InterruptedException {
        List<String> left = new ArrayList<>();
        try {
            GenericContainer<?> current = made.getLast();
            TestEngine.processes(engine, current).stream()
                    .filter(command -> !command.startsWith("sleep inf"))
                    .forEach(command -> left.add("a process in the container: "
                            + command.lines().findFirst().orElse("")));
            List<String> execs = docker.inspectContainerCmd(name).exec().getExecIds();
            for (String exec : execs == null ? List.<String>of() : execs) {
                if (isRunning(exec)) {
                    left.add("a running exec: " + exec);
                }
            }
        } catch (EngineException e) {
            throw new IOException("cannot see what is left in " + name, e);
        }
        if (kind != TargetKind.SCRATCH) {
            byte[] found = site(root)
                    .run(
                            // A link may have taken the folder's place. What was staged for the former one when
                            // its agent was killed waits there for the day on which the folder comes back.
                            "r=$(cd \"$1\" && pwd -P) || exit 0; find \"$r\" \"${r%/*}/.devsync-${r##*/}\""
                                    + " -path '*.devsync*' \\( -name 'in-*' -o -name 'probe*' -o -name '.devsync-p*'"
                                    + " -o -name '*.new' \\) 2>&-; true",
                            root);
            new String(found, java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> left.add("a staged file: " + line));
        }
        return left;
    }

    private boolean isRunning(String exec) {
        try {
            return Boolean.TRUE.equals(docker.inspectExecCmd(exec).exec().isRunning());
        } catch (NotFoundException _) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            docker.removeContainerCmd(name).withForce(true).exec();
        } catch (NotFoundException _) {
            // Removed already.
        } catch (DockerException e) {
            throw new IllegalStateException("container " + name + " stays behind", e);
        }
    }
}
