package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.devsync.bench.Running.Change;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `make bench-scale`: how devsync's cost grows with files and containers, and what it does under more than it can
/// carry.
public final class Scale {

    private static final Change ALL = new Change(Running.Kind.WRITTEN, ".");
    private static final int SAVES = 40;
    private static final int BYTES = 300;

    /// What was asked for.
    ///
    /// @param steadySeconds how long it is written at 100 MB/s
    private record Extent(List<Integer> files, List<Integer> targets, int steadySeconds) {
        static final Extent WHOLE =
                new Extent(List.of(1_000, 5_000, 20_000, 50_000, 100_000, 200_000), List.of(1, 2, 5, 10), 60);
        static final Extent QUICK = new Extent(List.of(1_000, 5_000), List.of(1, 2), 5);
    }

    private final Lab lab;
    private final Extent extent;
    private final PrintStream out;
    private final ScalePage page = new ScalePage();

    private Scale(Lab lab, Extent extent, PrintStream out) {
        this.lab = lab;
        this.extent = extent;
        this.out = out;
    }

    /// @param args `--quick`, `--docs=FOLDER`
    public static void main(String[] args) throws Exception {
        Optional<Path> docs = Stream.of(args)
                .filter(arg -> arg.startsWith("--docs="))
                .map(arg -> Path.of(arg.substring("--docs=".length())))
                .findFirst();
        Path folder = Files.createTempDirectory("devsync-bench-").toRealPath();
        try (Engine engine = Engine.connect(TestEngine.address())) {
            Lab lab = Lab.of(engine, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(lab::removeContainers, "devsync-bench-remover"));
            Scale scale = new Scale(lab, List.of(args).contains("--quick") ? Extent.QUICK : Extent.WHOLE, System.out);
            String text = engine.version() + ", a Debian container, " + Machine.describe() + ".\n\n" + scale.run();
            scale.out.println(text);
            if (docs.isPresent()) {
                Markers.replace(docs.get().resolve("docs/benchmarks.md"), "scale", text);
            }
        } finally {
            SourceTree.delete(folder);
        }
        System.exit(0);
    }

    private String run() throws Exception {
        for (int files : extent.files()) {
            page.add(grow(files));
        }
        for (int targets : extent.targets()) {
            page.add(spread(targets));
        }
        page.set(steady());
        return page.text();
    }

    private ScalePage.Grown grow(int files) throws Exception {
        out.println(files + " files");
        SourceTree tree = new SourceTree(files, BYTES, "scale");
        try (Bay bay = Bay.open(lab, Watching.DEVSYNC, 1)) {
            bay.freshContainers(source -> tree.write(source.resolve("tree")));
            Figures fill = new Figures();
            try (Witness witness = bay.written("tree", tree)) {
                fill.measure(() -> {
                    bay.wake();
                    bay.seen(witness, ALL);
                });
            }
            bay.awaitReady();
            double peak = usage(bay).peakMegabytes();
            Figures restart = new Figures();
            for (int i = 0; i < 3; i++) {
                bay.rest();
                restart.measure(() -> {
                    bay.wake();
                    bay.awaitReady();
                });
            }
            Figures saves = saves(bay);
            bay.verify();
            return new ScalePage.Grown(
                    files, fill.median(), restart.median(), saves, usage(bay).megabytes(), peak);
        }
    }

    private ScalePage.Spread spread(int targets) throws Exception {
        out.println(targets + " containers");
        SourceTree tree = new SourceTree(2_000, BYTES, "burst");
        try (Bay bay = Bay.open(lab, Watching.DEVSYNC, targets)) {
            Figures saves = saves(bay);
            Figures burst = new Figures();
            try (Witness witness = bay.written("burst", tree)) {
                tree.write(bay.source().resolve("burst"));
                burst.measure(() -> bay.seen(witness, ALL));
            }
            bay.verify();
            return new ScalePage.Spread(
                    targets, saves, burst.median(), usage(bay).megabytes());
        }
    }

    private Figures saves(Bay bay) throws Exception {
        Path file = bay.source().resolve("saved.txt");
        Figures figures = new Figures();
        try (Witness witness = bay.line("saved.txt")) {
            for (int i = 0; i < SAVES; i++) {
                String word = "save-" + i;
                Path beside = Files.writeString(lab.folder().resolve("beside"), (word + "\n").repeat(60));
                Thread.sleep(40);
                figures.measure(() -> {
                    Files.move(beside, file, ATOMIC_MOVE, REPLACE_EXISTING);
                    bay.seen(witness, word, ALL);
                });
            }
        }
        return figures;
    }

    /// 100 files of 1 MB a second, over 500 names, so that each file changes every five seconds.
    private ScalePage.Steady steady() throws Exception {
        out.println("100 MB/s for " + extent.steadySeconds() + " s");
        byte[] content = new byte[1_000_000];
        new Random(1).nextBytes(content);
        try (Bay bay = Bay.open(lab, Watching.DEVSYNC, 1)) {
            Path folder = Files.createDirectories(bay.source().resolve("steady"));
            long start = System.nanoTime();
            int files = extent.steadySeconds() * 100;
            List<Double> memory = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                long ahead = start + TimeUnit.MILLISECONDS.toNanos(10L * i) - System.nanoTime();
                if (ahead > 0) {
                    TimeUnit.NANOSECONDS.sleep(ahead);
                }
                content[i % content.length]++;
                Files.write(folder.resolve("f" + i % 500), content);
                if (i % 500 == 499) {
                    memory.add(usage(bay).megabytes());
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Figures lag = new Figures();
            lag.measure(() -> drained(bay));
            bay.verify();
            return new ScalePage.Steady(
                    files, seconds, lag.median(), memory, usage(bay).peakMegabytes());
        }
    }

    /// A file that is written now arrives when all before it have.
    private static void drained(Bay bay) throws Exception {
        try (Witness witness = bay.line("last.txt")) {
            Files.writeString(bay.source().resolve("last.txt"), "last\n".repeat(2));
            bay.seen(witness, "last", ALL);
        }
    }

    private static Usage usage(Bay bay) throws IOException {
        return Usage.of(Objects.requireNonNull(bay.watcher().orElse(null), "devsync runs"));
    }
}
