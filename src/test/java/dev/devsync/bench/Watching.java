package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Programs that watch the folder and carry changes over by themselves.
enum Watching implements Contender {
    DEVSYNC("devsync up", "devsync up", "\"event\":\"in-sync\"") {
        @Override
        Place prepare(Lab lab, Path source, Path home, String name, int replicas)
                throws IOException, InterruptedException {
            List<String> containers = lab.containers(name, replicas);
            Files.writeString(home.resolve("devsync.yaml"), """
                    services:
                      bench:
                        label: "dev.devsync.bench.group=%s"
                        sync:
                          - path: %s
                            target: /app
                            max_delete: off
                    """.formatted(name, source));
            return new Place(
                    containers, List.of(lab.devsync().toString(), "up", "--json"), () -> lab.remove(containers));
        }
    },
    COMPOSE_WATCH("docker compose watch", "docker compose watch (initial_sync: true)", "Watch enabled") {
        @Override
        Place prepare(Lab lab, Path source, Path home, String name, int replicas)
                throws IOException, InterruptedException {
            // A build section, because Compose watches no service without one; its image is there already.
            Path context = Files.createDirectories(home.resolve("context"));
            Files.writeString(context.resolve("Dockerfile"), "FROM " + lab.image() + "\n");
            Files.writeString(
                    home.resolve("compose.yaml"), """
                    name: %s
                    services:
                      bench:
                        image: %s
                        pull_policy: never
                        init: true
                        build: context
                        scale: %d
                        stop_grace_period: 0s
                        labels: ["%s"]
                        command: sh -c "mkdir -p /app; exec sleep infinity"
                        develop:
                          watch:
                            - {path: %s, action: sync, target: /app, initial_sync: true}
                    """.formatted(name, lab.image(), replicas, Lab.label(), source));
            String file = home.resolve("compose.yaml").toString();
            lab.docker("compose", "-f", file, "up", "-d", "--no-build");
            List<String> containers = new ArrayList<>();
            for (int i = 1; i <= replicas; i++) {
                containers.add(name + "-bench-" + i);
            }
            return new Place(
                    containers,
                    List.of(lab.docker(), "compose", "-f", file, "watch", "--no-up"),
                    () -> lab.finish(List.of(lab.docker(), "compose", "-f", file, "down", "-t", "0")));
        }

        @Override
        public Optional<String> missing(Lab lab) throws InterruptedException {
            return lab.succeeds(List.of(lab.docker(), "compose", "version"))
                    ? Optional.empty()
                    : Optional.of("this docker CLI knows no compose");
        }
    },
    LSYNCD("lsyncd", "lsyncd, default.rsync over docker exec, delay = 0", "finished.") {
        @Override
        Place prepare(Lab lab, Path source, Path home, String name, int replicas)
                throws IOException, InterruptedException {
            List<String> containers = lab.containers(name, replicas);
            Path shell =
                    Files.writeString(home.resolve("rsh"), "#!/bin/sh\nexec \"" + lab.docker() + "\" exec -i \"$@\"\n");
            if (!shell.toFile().setExecutable(true)) {
                throw new IOException(shell + " cannot be made executable");
            }
            StringBuilder syncs = new StringBuilder("settings { nodaemon = true, insist = true }\n");
            containers.forEach(container -> syncs.append("""
                    sync { default.rsync, source = "%s", target = "%s:/app", delay = 0,
                           rsync = { archive = true, rsh = "%s" } }
                    """.formatted(source, container, shell)));
            Files.writeString(home.resolve("lsyncd.lua"), syncs);
            return new Place(
                    containers,
                    List.of(
                            "lsyncd",
                            "-nodaemon",
                            "-log",
                            "all",
                            home.resolve("lsyncd.lua").toString()),
                    () -> lab.remove(containers));
        }

        @Override
        public Optional<String> missing(Lab lab) throws InterruptedException {
            return lab.succeeds(List.of("lsyncd", "--version"))
                    ? Copying.RSYNC.missing(lab)
                    : Optional.of("no lsyncd here");
        }
    },
    BIND_MOUNT("bind mount", "docker run -v SOURCE:/app (the zero line, on Linux)", "") {
        @Override
        Place prepare(Lab lab, Path source, Path home, String name, int replicas)
                throws IOException, InterruptedException {
            List<String> containers = lab.containers(name, replicas, "-v", source + ":/app");
            return new Place(containers, List.of(), () -> lab.remove(containers));
        }
    };

    /// Takes away what was made.
    @FunctionalInterface
    interface Remover {
        void remove() throws IOException;
    }

    /// Containers, and what to run on the host for them.
    ///
    /// @param command empty if nothing has to run
    record Place(List<String> containers, List<String> command, Remover remover) {}

    private final String title;
    private final String command;
    private final String ready;

    /// @param ready what it says when it watches
    Watching(String title, String command, String ready) {
        this.title = title;
        this.command = command;
        this.ready = ready;
    }

    abstract Place prepare(Lab lab, Path source, Path home, String name, int replicas)
            throws IOException, InterruptedException;

    @Override
    public String title() {
        return title;
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public Optional<String> missing(Lab lab) throws InterruptedException {
        return Optional.empty();
    }

    @Override
    public Running start(Lab lab, Path source, int replicas) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(lab.folder(), "home-").toRealPath();
        String name = "devsync-bench-" + Long.toString(System.nanoTime(), 36);
        Watch watch = new Watch(lab, home, prepare(lab, source, home, name, replicas));
        watch.wake();
        return watch;
    }

    /// One of them at work.
    private final class Watch implements Running {
        private final Lab lab;
        private final Path home;
        private final Place place;
        private int logs;
        private @Nullable Path log;
        private @Nullable Process process;

        Watch(Lab lab, Path home, Place place) {
            this.lab = lab;
            this.home = home;
            this.place = place;
        }

        @Override
        public List<String> containers() {
            return place.containers();
        }

        @Override
        public void push(List<Change> changes) {}

        @Override
        public Optional<ProcessHandle> watcher() {
            return Optional.ofNullable(process).map(Process::toHandle);
        }

        @Override
        public void awaitReady() throws IOException, InterruptedException {
            if (process != null) {
                Lab.awaitText(Objects.requireNonNull(log), ready, process);
            }
        }

        @Override
        public String said() throws IOException {
            return log == null ? "" : Files.readString(log);
        }

        @Override
        public void wake() throws IOException {
            if (!place.command().isEmpty()) {
                log = Files.createFile(home.resolve("log-" + logs++));
                process = lab.start(new ArrayList<>(place.command()), home, log);
            }
        }

        @Override
        public void rest() {
            if (process != null) {
                lab.stop(process);
                process = null;
            }
        }

        @Override
        public void close() throws IOException {
            rest();
            place.remover().remove();
        }
    }
}
