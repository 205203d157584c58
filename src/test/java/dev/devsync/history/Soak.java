package dev.devsync.history;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// `make soak`: plays histories that nobody played before, on every kind of target by turns, for as long as asked.
///
/// Arguments: the minutes, and kinds of targets if not all are meant. It tells each failure as it comes, and what was
/// done at the end. Exit code 1: something diverged.
public final class Soak {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration MINIMISING = Duration.ofMinutes(3);
    private static final Duration REPORT = Duration.ofMinutes(1);

    private final Path folder;
    private final List<TargetKind> kinds;
    private final Instant start = Instant.now();
    private final Instant end;
    private final PrintStream out;
    private final Totals totals = new Totals();
    private Instant nextReport = start.plus(REPORT);

    private Soak(Path folder, List<TargetKind> kinds, Duration time, PrintStream out) {
        this.folder = folder;
        this.kinds = kinds;
        this.end = start.plus(time);
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(Math.round(Double.parseDouble(args[0]) * 60));
        Path folder = Files.createTempDirectory("devsync-soak-").toRealPath();
        List<TargetKind> kinds = args.length == 1
                ? List.of(TargetKind.values())
                : Arrays.stream(args).skip(1).map(TargetKind::valueOf).toList();
        boolean failed;
        try (Engine engine = TestEngine.connect()) {
            System.out.println(engine.version() + " at " + engine.address() + ", for " + time.toSeconds() + " s");
            Soak soak = new Soak(folder, kinds, time, System.out);
            soak.run();
            failed = soak.totals.hasFailures();
        }
        HostPlace.deleteAll(folder);
        System.exit(failed ? 1 : 0);
    }

    private boolean isOver() {
        return Instant.now().isAfter(end);
    }

    private void run() throws Exception {
        while (!isOver()) {
            for (TargetKind kind : kinds) {
                run(kind);
            }
        }
        out.println();
        out.println("in " + Duration.between(start, Instant.now()).toSeconds() + " s: " + totals.text());
    }

    /// Some histories on which only files change, then some with faults.
    private void run(TargetKind kind) throws Exception {
        if (isOver()) {
            return;
        }
        if (kind == TargetKind.LOCAL) {
            run(kind, new LocalStages(), Set.of(), 1);
        } else {
            try (ContainerStages stages = new ContainerStages(kind)) {
                run(kind, stages, Set.of(), 2);
            }
        }
        try (FaultyStages stages = new FaultyStages(kind)) {
            run(kind, stages, FaultKind.of(kind), 3);
        }
    }

    private void run(TargetKind kind, Theatre.Stages stages, Set<FaultKind> faults, int histories) throws Exception {
        Theatre theatre = new Theatre(kind, folder, stages, PATIENCE, MINIMISING, totals);
        for (int i = 0; i < histories && !isOver(); i++) {
            long seed = System.currentTimeMillis();
            int steps = 50 + new Random(seed).nextInt(250);
            theatre.play(new Generator(seed, kind.repertoire(), faults).history(steps))
                    .ifPresent(failure -> {
                        out.println("DIVERGED " + failure);
                        out.flush();
                    });
            if (Instant.now().isAfter(nextReport)) {
                nextReport = Instant.now().plus(REPORT);
                out.println("after " + Duration.between(start, Instant.now()).toSeconds() + " s: "
                        + totals.text().lines().findFirst().orElse(""));
            }
        }
    }
}
