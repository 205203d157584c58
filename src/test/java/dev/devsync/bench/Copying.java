package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    public Running start(Lab lab, Path source) throws Exception {
        String container = lab.container("devsync-bench-" + name().toLowerCase(Locale.ROOT) + "-" + System.nanoTime());
        lab.docker("exec", container, "mkdir", "-p", "/app");
        return new Running() {
            @Override
            public String container() {
                return container;
            }

            @Override
            public void push(List<Change> changes) throws IOException, InterruptedException {
                all(lab, source, container, new ArrayList<>(changes));
            }

            @Override
            public Optional<ProcessHandle> watcher() {
                return Optional.empty();
            }

            @Override
            public void awaitReady() {}

            @Override
            public void rest() {}

            @Override
            public void wake() {}

            @Override
            public void close() throws Exception {
                lab.remove(container);
            }
        };
    }
}
