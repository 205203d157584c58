package dev.devsync.bench;

import dev.devsync.bench.Running.Change;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One contender with a folder and containers of its own, for one workload.
final class Bay implements AutoCloseable {

    /// Compose's quiet time is 500 ms; what was asked for before must be over.
    private static final long QUIET_MILLIS = 1_000;

    private final Lab lab;
    private final Contender contender;
    private final Path source;
    private Running running;

    private Bay(Lab lab, Contender contender, Path source, Running running) {
        this.lab = lab;
        this.contender = contender;
        this.source = source;
        this.running = running;
    }

    static Bay open(Lab lab, Contender contender, int replicas) throws IOException, InterruptedException {
        Path source = Files.createTempDirectory(lab.folder(), "source-").toRealPath();
        Files.writeString(source.resolve("first.txt"), "first\n");
        Bay bay = new Bay(lab, contender, source, contender.start(lab, source, replicas));
        boolean ready = false;
        try {
            bay.running.awaitReady();
            bay.push(new Change(Running.Kind.WRITTEN, "first.txt"));
            ready = true;
            return bay;
        } finally {
            if (!ready) {
                bay.close();
            }
        }
    }

    Lab lab() {
        return lab;
    }

    Path source() {
        return source;
    }

    Optional<ProcessHandle> watcher() {
        return running.watcher();
    }

    private List<AgentTransport> transports() throws IOException {
        List<AgentTransport> transports = new ArrayList<>();
        for (String container : running.containers()) {
            transports.add(lab.transport(container));
        }
        return transports;
    }

    Witness line(String file) throws IOException, InterruptedException, TargetException {
        return Witness.ofLine(transports(), "/app/" + file);
    }

    Witness written(String folder, SourceTree tree) throws IOException, InterruptedException, TargetException {
        return Witness.ofWritten(transports(), "/app/" + folder, tree);
    }

    Witness gone(String folder, SourceTree tree) throws IOException, InterruptedException, TargetException {
        return Witness.ofGone(transports(), "/app/" + folder, tree);
    }

    void push(Change... changes) throws IOException, InterruptedException {
        running.push(List.of(changes));
    }

    /// Carries changes over, by hand where nothing watches, and waits until the witness has seen them all.
    void seen(Witness witness, Change... changes) throws IOException, InterruptedException {
        seen(witness, "all", changes);
    }

    void seen(Witness witness, String word, Change... changes) throws IOException, InterruptedException {
        push(changes);
        witness.await(word);
    }

    /// Writes a tree and waits until it is there, and nothing is under way any more.
    void fill(String folder, SourceTree tree) throws IOException, InterruptedException, TargetException {
        tree.write(source.resolve(folder));
        settle(folder, tree);
    }

    /// Waits until a tree that was written is there, and nothing is under way any more.
    void settle(String folder, SourceTree tree) throws IOException, InterruptedException, TargetException {
        try (Witness witness = written(folder, tree)) {
            seen(witness, new Change(Running.Kind.WRITTEN, folder));
        }
        if (running.watcher().isPresent()) {
            Thread.sleep(QUIET_MILLIS);
        }
    }

    /// Throws the containers away and makes new ones that have nothing; nothing runs for them.
    ///
    /// @param fill brings the source's files, once what began to watch at once has been ended
    void freshContainers(Fill fill) throws IOException, InterruptedException {
        running.close();
        SourceTree.delete(source);
        Files.createDirectory(source);
        Files.writeString(source.resolve("first.txt"), "first\n");
        running = contender.start(lab, source, 1);
        running.awaitReady();
        push(new Change(Running.Kind.WRITTEN, "first.txt"));
        running.rest();
        fill.into(source);
    }

    /// Brings files into a folder.
    @FunctionalInterface
    interface Fill {
        void into(Path source) throws IOException;
    }

    void awaitReady() throws IOException, InterruptedException {
        running.awaitReady();
    }

    /// What the watcher that was started last has said.
    String said() throws IOException {
        return running.said();
    }

    void rest() throws IOException {
        running.rest();
    }

    void wake() throws IOException {
        running.wake();
    }

    /// Compares the bytes of all files on both sides, with tools that belong to nobody who is measured. What was
    /// deleted last may take a moment.
    ///
    /// @throws IOException if they differ
    void verify() throws IOException, InterruptedException {
        String sums = "cd \"$1\" && find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2 | sha256sum";
        String here = lab.output(List.of("sh", "-c", sums, "sums", source.toString()));
        for (String container : running.containers()) {
            String there = "";
            for (int i = 0; i < 10 && !there.equals(here); i++) {
                Thread.sleep(i * 100L);
                there = lab.output(List.of(lab.docker(), "exec", container, "sh", "-c", sums, "sums", "/app"));
            }
            if (!there.equals(here)) {
                throw new IOException("the container's files are not those of the folder afterwards");
            }
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
        SourceTree.delete(source);
    }
}
