package dev.devsync.bench;

import dev.devsync.bench.Running.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How long commands take to start, and devsync until it has done its first work.
final class Starts {

    private static final int TIMES = 6;
    private static final SourceTree SMALL = new SourceTree(20, 1_000, "small");
    private static final SourceTree LARGE = new SourceTree(20_000, 5_000, "large");

    private final Lab lab;
    private final Map<String, Figures> figures;

    private Starts(Lab lab, Map<String, Figures> figures) {
        this.lab = lab;
        this.figures = figures;
    }

    /// @param figures gets what was started, and how long it took
    static void measure(Lab lab, Map<String, Figures> figures) throws Exception {
        Starts starts = new Starts(lab, figures);
        starts.versions();
        starts.firstPush();
        starts.unchanged();
    }

    private void versions() throws Exception {
        for (List<String> command : List.of(
                List.of(lab.devsync().toString(), "--version"),
                List.of(lab.docker(), "--version"),
                List.of(lab.docker(), "compose", "version"),
                List.of("rsync", "--version"))) {
            if (lab.succeeds(command)) {
                Figures times = new Figures();
                for (int i = 0; i < TIMES; i++) {
                    times.measure(() -> lab.run(command));
                }
                String name = Path.of(command.getFirst()).getFileName() + " "
                        + String.join(" ", command.subList(1, command.size()));
                figures.put("`" + name + "`", times);
            }
        }
    }

    private void firstPush() throws Exception {
        Figures times = new Figures();
        try (Bay bay = Bay.open(lab, Watching.DEVSYNC, 1)) {
            for (int i = 0; i < TIMES; i++) {
                bay.freshContainers(source -> SMALL.write(source.resolve("small")));
                try (Witness witness = bay.written("small", SMALL)) {
                    times.measure(() -> {
                        bay.wake();
                        bay.seen(witness, new Change(Running.Kind.WRITTEN, "small"));
                    });
                }
            }
        }
        figures.put("`devsync up` until the first push of a small project is in the container", times);
    }

    private void unchanged() throws Exception {
        Figures times = new Figures();
        try (Bay bay = Bay.open(lab, Watching.DEVSYNC, 1)) {
            bay.fill("large", LARGE);
            for (int i = 0; i < TIMES / 2; i++) {
                bay.rest();
                times.measure(() -> {
                    bay.wake();
                    bay.awaitReady();
                });
                nothingWasSent(bay);
            }
        }
        figures.put("`devsync up` on 20,000 files that are there, until it says in sync; nothing is uploaded", times);
    }

    private static void nothingWasSent(Bay bay) throws IOException {
        String said = bay.said();
        if (said.lines()
                .noneMatch(line -> line.contains("\"event\":\"in-sync\"") && line.contains("\"sentBytes\":0"))) {
            throw new IOException("something was sent to a container that had everything: " + said);
        }
    }
}
