package dev.devsync.bench;

import dev.devsync.bench.Running.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One contender with a folder and a container of its own, for one workload.
final class Bay implements AutoCloseable {

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

    static Bay open(Lab lab, Contender contender) throws Exception {
        Path source = Files.createTempDirectory(lab.folder(), "source-").toRealPath();
        Files.writeString(source.resolve("first.txt"), "first\n");
        Running running = contender.start(lab, source);
        running.awaitReady();
        return new Bay(lab, contender, source, running);
    }

    Path source() {
        return source;
    }

    Optional<ProcessHandle> watcher() {
        return running.watcher();
    }

    Witness line(String file, String size) throws Exception {
        return Witness.ofFirstLine(lab.transport(running.container()), "/app/" + file, size);
    }

    Witness count(String folder, int files, String... condition) throws Exception {
        return Witness.ofCount(lab.transport(running.container()), "/app/" + folder, files, List.of(condition));
    }

    void push(Change... changes) throws IOException, InterruptedException {
        running.push(List.of(changes));
    }

    /// Carries changes over, by hand where nothing watches, and waits until the witness has seen them.
    void seen(Witness witness, Change... changes) throws IOException, InterruptedException {
        seen(witness, "all", changes);
    }

    void seen(Witness witness, String word, Change... changes) throws IOException, InterruptedException {
        push(changes);
        witness.await(word);
    }

    /// Waits until a folder that was written is there whole, and nothing is under way any more.
    void settle(String folder, int files) throws Exception {
        try (Witness witness = count(folder, files, "-type", "f")) {
            seen(witness, new Change(Running.Kind.WRITTEN, folder));
        }
        Thread.sleep(1_500); // compose's quiet time is 500 ms
    }

    /// Throws the container away and makes a new one for which nothing has run yet.
    void freshContainer() throws Exception {
        running.close();
        running = contender.start(lab, source);
        running.rest();
        lab.docker("exec", running.container(), "rm", "-rf", "/app/fill");
    }

    void rest() throws Exception {
        running.rest();
    }

    void wake() throws Exception {
        running.wake();
    }

    @Override
    public void close() throws Exception {
        running.close();
        SourceTree.delete(source);
    }
}
