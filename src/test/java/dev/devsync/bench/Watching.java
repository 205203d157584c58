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
        Place prepare(Lab lab, Path source, Path home, String name) throws IOException, InterruptedException {
            String container = lab.container(name);
            Files.writeString(home.resolve("devsync.yaml"), """
                    services:
                      bench:
                        container: %s
                        sync:
                          - path: %s
                            target: /app
                            max_delete: off
                    """.formatted(container, source));
            return new Place(container, List.of(lab.devsync().toString(), "up", "--json"), () -> lab.remove(container));
        }
    },
    COMPOSE_WATCH("docker compose watch", "docker compose watch (initial_sync: true)", "Watch enabled") {
        @Override
        Place prepare(Lab lab, Path source, Path home, String name) throws IOException, InterruptedException {
            // A build section, because Compose watches no service without one; its image is there already.
            Path context = Files.createDirectories(home.resolve("context"));
            Files.writeString(context.resolve("Dockerfile"), "FROM " + lab.image() + "\n");
            Files.writeString(home.resolve("compose.yaml"), """
                    name: %s
                    services:
                      bench:
                        image: %s
                        pull_policy: never
                        init: true
                        build: context
                        container_name: %s
                        command: sleep infinity
                        develop:
                          watch:
                            - {path: %s, action: sync, target: /app, initial_sync: true}
                    """.formatted(name, lab.image(), name, source));
            String file = home.resolve("compose.yaml").toString();
            lab.docker("compose", "-f", file, "up", "-d", "--no-build");
            lab.docker("exec", name, "mkdir", "-p", "/app");
            return new Place(
                    name,
                    List.of(lab.docker(), "compose", "-f", file, "watch", "--no-up"),
                    () -> lab.docker("compose", "-f", file, "down", "-t", "0"));
        }

        @Override
        public Optional<String> missing(Lab lab) throws InterruptedException {
            return lab.succeeds(List.of(lab.docker(), "compose", "version"))
                    ? Optional.empty()
                    : Optional.of("this docker CLI knows no compose");
        }
    },
    LSYNCD("lsyncd", "lsyncd, default.rsync over docker exec, delay = 0", "Finished a list") {
        @Override
        Place prepare(Lab lab, Path source, Path home, String name) throws IOException, InterruptedException {
            String container = lab.container(name);
            lab.docker("exec", container, "mkdir", "-p", "/app");
            Path shell =
                    Files.writeString(home.resolve("rsh"), "#!/bin/sh\nexec \"" + lab.docker() + "\" exec -i \"$@\"\n");
            if (!shell.toFile().setExecutable(true)) {
                throw new IOException(shell + " cannot be made executable");
            }
            Files.writeString(home.resolve("lsyncd.lua"), """
                    settings { nodaemon = true, insist = true }
                    sync { default.rsync, source = "%s", target = "%s:/app", delay = 0,
                           rsync = { archive = true, rsh = "%s" } }
                    """.formatted(source, container, shell));
            return new Place(
                    container,
                    List.of(
                            "lsyncd",
                            "-nodaemon",
                            "-log",
                            "all",
                            home.resolve("lsyncd.lua").toString()),
                    () -> lab.remove(container));
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
        Place prepare(Lab lab, Path source, Path home, String name) throws IOException, InterruptedException {
            String container = lab.container(name, "-v", source + ":/app");
            return new Place(container, List.of(), () -> lab.remove(container));
        }
    };

    /// Takes away what was made.
    @FunctionalInterface
    interface Remover {
        void remove() throws Exception;
    }

    /// A container, and what to run on the host for it.
    ///
    /// @param command empty if nothing has to run
    record Place(String container, List<String> command, Remover remover) {}

    private final String title;
    private final String command;
    private final String ready;

    /// @param ready what it says when it watches
    Watching(String title, String command, String ready) {
        this.title = title;
        this.command = command;
        this.ready = ready;
    }

    abstract Place prepare(Lab lab, Path source, Path home, String name) throws IOException, InterruptedException;

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
    public Running start(Lab lab, Path source) throws Exception {
        Path home = Files.createTempDirectory(lab.folder(), "home-").toRealPath();
        String name = "devsync-bench-" + Long.toString(System.nanoTime(), 36);
        Watch watch = new Watch(lab, home, prepare(lab, source, home, name));
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
        public String container() {
            return place.container();
        }

        @Override
        public void push(List<Change> changes) {}

        @Override
        public Optional<ProcessHandle> watcher() {
            return Optional.ofNullable(process).map(Process::toHandle);
        }

        @Override
        public void awaitReady() throws Exception {
            if (process != null) {
                Lab.awaitText(Objects.requireNonNull(log), ready, process);
            }
        }

        @Override
        public void wake() throws IOException {
            if (!place.command().isEmpty()) {
                log = Files.createFile(home.resolve("log-" + logs++));
                process = lab.start(new ArrayList<>(place.command()), home, log);
            }
        }

        @Override
        public void rest() throws InterruptedException {
            if (process != null) {
                lab.stop(process);
                process = null;
            }
        }

        @Override
        public void close() throws Exception {
            rest();
            place.remover().remove();
        }
    }
}
