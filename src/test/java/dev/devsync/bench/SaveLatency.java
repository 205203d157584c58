package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.session.Session;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.ExecTransport;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.docker.ThrowawayContainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Measures devsync on one engine, beside what is there without it: `docker cp`, and tar through `docker exec`.
///
/// What is timed begins with the last write of the host's files and ends when a program in the container sees them
/// ([Witness]). devsync runs in this process, as `devsync up` would; the peers are started anew each time, which is
/// how they are used. Both do the same work on the same machine by turns, so the ratios hold where the times do not.
public final class SaveLatency {

    private static final List<String> IMAGES = List.of("busybox", "debian");

    /// The text of a 1 KB file, after its first word.
    private static final String PADDING = " " + "x".repeat(1000) + "\n";

    private static final int BURST_FILES = 2_000;
    private static final int FILL_FILES = 5_000;
    private static final int FILL_FILE_BYTES = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Engine engine;
    private final Amount amount;
    private final boolean hasPeers;
    private final PrintStream out;

    /// How often each thing is done.
    private record Amount(int saves, int copies, int rounds) {
        static final Amount FULL = new Amount(100, 20, 3);
        static final Amount QUICK = new Amount(20, 5, 1);
    }

    private SaveLatency(Engine engine, Amount amount, boolean hasPeers, PrintStream out) {
        this.engine = engine;
        this.amount = amount;
        this.hasPeers = hasPeers;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        Amount amount = List.of(args).contains("--quick") ? Amount.QUICK : Amount.FULL;
        try (Engine engine = Engine.connect(TestEngine.address())) {
            out.println(engine.version() + " at " + engine.address() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors");
            boolean hasPeers = hasDockerCli();
            if (!hasPeers) {
                out.println("No docker CLI on PATH: docker cp and tar over docker exec are left out.");
            }
            SaveLatency bench = new SaveLatency(engine, amount, hasPeers, out);
            for (String image : IMAGES) {
                bench.run(image);
            }
        }
    }

    private void run(String image) throws Exception {
        out.println();
        out.println("devsync-test/" + image);
        out.println(Figures.heading());
        Path folder = Files.createTempDirectory("devsync-bench-").toRealPath();
        String name = "devsync-bench-" + image + "-" + ProcessHandle.current().pid();
        try (ThrowawayContainer container =
                ThrowawayContainer.start(engine, name, "devsync-test/" + image + ":latest")) {
            Thread remover = new Thread(() -> removeQuietly(container, folder), "devsync-bench-remover");
            Runtime.getRuntime().addShutdownHook(remover); // for Ctrl-C
            new InContainer(folder, name, new ExecTransport(engine, container.info(), null)).run();
            Runtime.getRuntime().removeShutdownHook(remover);
        } finally {
            delete(folder);
        }
    }

    /// The measurements in one container.
    private final class InContainer {
        private final Path folder;
        private final String container;
        private final AgentTransport transport;
        private int projects;

        InContainer(Path folder, String container, AgentTransport transport) {
            this.folder = folder;
            this.container = container;
            this.transport = transport;
        }

        void run() throws Exception {
            Path source = Files.createDirectories(folder.resolve("source"));
            Files.writeString(source.resolve("file.txt"), "first" + PADDING);
            try (Session session = open(source, "/app")) {
                awaitInSync(session);
                saves(source.resolve("file.txt"));
                burst(source);
            }
            fill();
        }

        private void saves(Path file) throws Exception {
            Figures inPlace = new Figures();
            Figures renamed = new Figures();
            Random pauses = new Random(1);
            try (Witness witness = Witness.ofFirstWord(transport, "/app/file.txt")) {
                witness.await("first");
                for (int i = 0; i < amount.saves(); i++) {
                    String first = "place-" + i;
                    pause(pauses);
                    inPlace.measure(() -> {
                        Files.writeString(file, first + PADDING);
                        witness.await(first);
                    });
                    String second = "rename-" + i;
                    pause(pauses);
                    Path temporary = file.resolveSibling("file.txt~");
                    Files.writeString(temporary, second + PADDING);
                    renamed.measure(() -> {
                        Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
                        witness.await(second);
                    });
                }
                Files.writeString(file, "bye" + PADDING);
                witness.await("bye");
            }
            out.println(inPlace.row("save 1 KB in place -> visible, devsync"));
            out.println(renamed.row("save 1 KB renamed over -> visible, devsync"));
            if (hasPeers) {
                Figures copied = copies(pauses);
                out.println(copied.row("the same file, docker cp"));
                ratio("docker cp", copied, inPlace);
            }
        }

        private Figures copies(Random pauses) throws Exception {
            Path file = folder.resolve("peer.txt");
            Figures figures = new Figures();
            docker("exec", container, "mkdir", "-p", "/peer");
            try (Witness witness = Witness.ofFirstWord(transport, "/peer/peer.txt")) {
                for (int i = 0; i < amount.copies(); i++) {
                    String word = "copy-" + i;
                    pause(pauses);
                    figures.measure(() -> {
                        Files.writeString(file, word + PADDING);
                        docker("cp", "-q", file.toString(), container + ":/peer/peer.txt");
                        witness.await(word);
                    });
                }
                Files.writeString(file, "bye" + PADDING);
                docker("cp", "-q", file.toString(), container + ":/peer/peer.txt");
                witness.await("bye");
            }
            return figures;
        }

        private void burst(Path source) throws Exception {
            Figures devsync = new Figures();
            Figures copied = new Figures();
            for (int round = 0; round < amount.rounds(); round++) {
                String name = "burst-" + round;
                try (Witness witness = Witness.ofFileCount(transport, "/app/" + name, BURST_FILES)) {
                    write(source.resolve(name), BURST_FILES, 100);
                    devsync.measure(() -> witness.await("all"));
                }
                if (hasPeers) {
                    Path files = write(folder.resolve(name), BURST_FILES, 100);
                    try (Witness witness = Witness.ofFileCount(transport, "/peer/" + name, BURST_FILES)) {
                        copied.measure(() -> {
                            docker("cp", "-q", files.toString(), container + ":/peer/" + name);
                            witness.await("all");
                        });
                    }
                }
            }
            out.println(devsync.row("%,d small files, after the last write, devsync".formatted(BURST_FILES)));
            if (hasPeers) {
                out.println(copied.row("the same files, docker cp of the folder"));
                ratio("docker cp", copied, devsync);
            }
        }

        private void fill() throws Exception {
            Path source = write(folder.resolve("fill"), FILL_FILES, FILL_FILE_BYTES);
            Figures devsync = new Figures();
            Figures piped = new Figures();
            for (int round = 0; round < amount.rounds(); round++) {
                String target = "/fill-" + round;
                devsync.measure(() -> {
                    try (Session session = open(source, target)) {
                        awaitInSync(session);
                    }
                });
                if (hasPeers) {
                    String other = "/piped-" + round;
                    docker("exec", container, "mkdir", other);
                    piped.measure(() -> command(
                            List.of(
                                    "sh",
                                    "-c",
                                    "tar -C \"$1\" -cf - . | docker exec -i \"$2\" tar -xf - -C \"$3\"",
                                    "fill",
                                    source.toString(),
                                    container,
                                    other),
                            LIMIT));
                }
            }
            out.println(devsync.row("first fill, %,d files, %d MB, devsync"
                    .formatted(FILL_FILES, FILL_FILES * FILL_FILE_BYTES / 1_000_000)));
            if (hasPeers) {
                out.println(piped.row("the same files, tar c | docker exec -i tar x"));
                ratio("tar", piped, devsync);
            }
        }

        private Session open(Path source, String target) throws Exception {
            Path home = Files.createDirectories(folder.resolve("project-" + projects++));
            Path yaml = Files.writeString(
                    home.resolve("devsync.yaml"),
                    "services:\n  bench:\n    container: %s\n    sync:\n      - path: %s\n        target: %s\n"
                            .formatted(container, source, target));
            Project project = ConfigFile.read(yaml, Map.of());
            return Session.open(project, project.services(), () -> Engine.connect(TestEngine.address()), _ -> {});
        }
    }

    private void ratio(String peer, Figures peers, Figures ours) {
        out.println(
                "  %-50s       %8.2fx".formatted("  " + peer + " / devsync, medians", peers.median() / ours.median()));
    }

    private static void awaitInSync(Session session) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!session.status().allInSync()) {
            if (System.nanoTime() > end) {
                throw new IOException("not in sync within " + LIMIT + ": " + session.status());
            }
            Thread.sleep(1);
        }
    }

    /// Files in folders of a hundred, with contents that do not compress, the same in each run.
    private static Path write(Path folder, int files, int bytes) throws IOException {
        Random random = new Random(files);
        byte[] content = new byte[bytes];
        for (int i = 0; i < files; i++) {
            random.nextBytes(content);
            Path parent = folder.resolve("d" + i / 100);
            if (i % 100 == 0) {
                Files.createDirectories(parent);
            }
            Files.write(parent.resolve("f" + i), content);
        }
        return folder;
    }

    /// As people save: not in step with any timer.
    private static void pause(Random random) throws InterruptedException {
        Thread.sleep(30 + random.nextInt(40));
    }

    private static boolean hasDockerCli() throws InterruptedException {
        try {
            command(List.of("docker", "version"), Duration.ofSeconds(10));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void docker(String... arguments) throws IOException, InterruptedException {
        command(Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList(), LIMIT);
    }

    private static void command(List<String> command, Duration limit) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command + " did not end within " + limit);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
    }

    private static void removeQuietly(ThrowawayContainer container, Path folder) {
        try {
            container.close();
            delete(folder);
        } catch (Exception e) {
            System.err.println("bench: something stays behind: " + e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
