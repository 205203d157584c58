package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Commands that people run after a change, by hand or from a script that watches. Nothing runs in between.
enum Copying implements Contender {
    DOCKER_CP("docker cp", "docker cp PATH CONTAINER:/app/…") {
        @Override
        void write(Lab lab, Path source, String container, String path) throws IOException, InterruptedException {
            int slash = path.lastIndexOf('/');
            String parent = slash < 0 ? "" : path.substring(0, slash + 1);
            String from =
                    path.equals(".") ? source + "/." : source.resolve(path).toString();
            lab.docker("cp", "-q", from, container + ":/app/" + parent);
        }
    },
    TAR("tar over docker exec", "tar -cf - PATH | docker exec -i CONTAINER tar -xf - -C /app") {
        @Override
        void write(Lab lab, Path source, String container, String path) throws IOException, InterruptedException {
            lab.run(List.of(
                    "sh",
                    "-c",
                    "tar -C \"$1\" -cf - \"$2\" | \"$3\" exec -i \"$4\" tar -xf - -C /app",
                    "tar",
                    source.toString(),
                    path,
                    lab.docker(),
                    container));
        }
    },
    RSYNC("rsync over docker exec", "rsync -a --delete -e 'docker exec -i' SOURCE/ CONTAINER:/app/") {
        @Override
        public Optional<String> missing(Lab lab) throws InterruptedException {
            return lab.succeeds(List.of("rsync", "--version"))
                            && lab.succeeds(List.of(lab.docker(), "run", "--rm", lab.image(), "rsync", "--version"))
                    ? Optional.empty()
                    : Optional.of("no rsync here, or none in the image");
        }

        @Override
        void all(Lab lab, Path source, String container, List<Running.Change> changes)
                throws IOException, InterruptedException {
            lab.run(List.of(
                    "rsync", "-a", "--delete", "-e", lab.docker() + " exec -i", source + "/", container + ":/app/"));
        }
    },
    // Debian builds it without unison-fsmonitor, so it cannot watch.
    UNISON(
            "unison over docker exec",
            "unison -batch -force SOURCE SOURCE ssh://…//app, docker exec -i in place of ssh") {
        @Override
        public Optional<String> missing(Lab lab) throws InterruptedException {
            return lab.succeeds(List.of("unison", "-version"))
                            && lab.succeeds(List.of(lab.docker(), "run", "--rm", lab.image(), "unison", "-version"))
                    ? Optional.empty()
                    : Optional.of("no unison here, or none in the image");
        }

        @Override
        void all(Lab lab, Path source, String container, List<Running.Change> changes)
                throws IOException, InterruptedException {
            Path home = Files.createDirectories(lab.folder().resolve("unison-" + container));
            // Called with ssh's arguments: options, the host, and the command from `unison` on.
            Path shell = home.resolve("ssh");
            if (!Files.exists(shell)) {
                Files.writeString(shell, """
                        #!/bin/sh
                        while [ "$1" != unison ]; do shift; done
                        exec "%s" exec -i "%s" "$@"
                        """.formatted(lab.docker(), container));
                Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));
            }
            lab.run(List.of(
                    "env",
                    "UNISON=" + home,
                    "unison",
                    source.toString(),
                    "ssh://" + container + "//app",
                    "-sshcmd",
                    shell.toString(),
                    "-batch",
                    "-ui",
                    "text",
                    "-silent",
                    "-times",
                    "-confirmbigdel=false",
                    "-force",
                    source.toString()));
        }
    };

    private final String title;
    private final String command;

    Copying(String title, String command) {
        this.title = title;
        this.command = command;
    }

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

    /// Carries over one path that was written.
    void write(Lab lab, Path source, String container, String path) throws IOException, InterruptedException {
        throw new IllegalStateException(title + " takes the whole folder");
    }

    /// Carries over all changes.
    void all(Lab lab, Path source, String container, List<Running.Change> changes)
            throws IOException, InterruptedException {
        List<String> deleted = changes.stream()
                .filter(change -> change.kind() == Running.Kind.DELETED)
                .map(change -> "/app/" + change.path())
                .toList();
        for (Running.Change change : changes) {
            if (change.kind() == Running.Kind.WRITTEN) {
                write(lab, source, container, change.path());
            }
        }
        if (!deleted.isEmpty()) {
            lab.docker(Stream.concat(Stream.of("exec", container, "rm", "-rf"), deleted.stream())
                    .toArray(String[]::new));
        }
    }

    @Override
    public Running start(Lab lab, Path source, int replicas) throws IOException, InterruptedException {
        String name = "devsync-bench-" + name().toLowerCase(Locale.ROOT) + "-" + System.nanoTime();
        List<String> containers = lab.containers(name, replicas);
        return new Running() {
            @Override
            public List<String> containers() {
                return containers;
            }

            @Override
            public void push(List<Change> changes) throws IOException, InterruptedException {
                for (String container : containers) {
                    all(lab, source, container, changes);
                }
            }

            @Override
            public Optional<ProcessHandle> watcher() {
                return Optional.empty();
            }

            @Override
            public void awaitReady() {}

            @Override
            public String said() {
                return "";
            }

            @Override
            public void rest() {}

            @Override
            public void wake() {}

            @Override
            public void close() throws IOException {
                lab.remove(containers);
            }
        };
    }
}
