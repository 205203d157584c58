package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What watching costs while nothing changes: memory and processor time of the watcher and its children, with 20,000
/// files in sync.
final class Rest {

    private static final int FILES = 20_000;
    private static final Duration LOOK = Duration.ofSeconds(30);

    private Rest() {}

    /// @param megabytes resident, shared pages shared out (PSS)
    /// @param percent of one core
    record Cost(double megabytes, double percent) {}

    static void measure(Lab lab, List<Contender> contenders, Page page) throws Exception {
        for (Contender contender : contenders) {
            try (Bay bay = Bay.open(lab, contender)) {
                if (bay.watcher().isEmpty()) {
                    continue;
                }
                SourceTree.write(bay.source().resolve("rest"), FILES, 1_000);
                bay.settle("rest", FILES);
                List<ProcessHandle> processes = Stream.concat(
                                bay.watcher().stream(),
                                bay.watcher().orElseThrow().descendants())
                        .toList();
                double before = seconds(processes);
                Thread.sleep(LOOK);
                double used = seconds(processes) - before;
                page.rest(contender, new Cost(megabytes(processes), 100 * used / LOOK.toSeconds()));
            }
        }
    }

    private static double seconds(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
                .sum();
    }

    private static double megabytes(List<ProcessHandle> processes) throws IOException {
        double kilobytes = 0;
        for (ProcessHandle process : processes) {
            Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
            for (String line : Files.readAllLines(rollup)) {
                if (line.startsWith("Pss:")) {
                    kilobytes += Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes / 1024;
    }
}
