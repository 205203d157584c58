package dev.devsync.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What watching costs with 20,000 files in sync: memory, processor time of the watcher and its children
/// while nothing changes, and for each save. What the engine and the container do for them is not in it.
final class Rest {

    private static final SourceTree TREE = new SourceTree(20_000, 1_000, "rest");
    /// The system counts processor time in hundredths of a second.
    private static final Duration LOOK = Duration.ofSeconds(30);
    /// A fill has something to clear away after it.
    private static final Duration SETTLING = Duration.ofSeconds(6);

    private static final int SAVES = 60;
    private static final long PAUSE_MILLIS = 100;

    private Rest() {}

    /// @param peakMegabytes the most so far, the first fill included
    /// @param megabytes at rest
    /// @param percent of one core at rest
    /// @param millisPerSave of one core
    record Cost(double peakMegabytes, double megabytes, double percent, double millisPerSave) {}

    static void measure(Lab lab, List<Contender> contenders, Map<Contender, Cost> costs) throws Exception {
        for (Contender contender : contenders) {
            try (Bay bay = Bay.open(lab, contender, 1)) {
                if (bay.watcher().isPresent()) {
                    bay.fill("rest", TREE);
                    costs.put(contender, cost(bay, bay.watcher().orElseThrow()));
                }
            }
        }
    }

    private static Cost cost(Bay bay, ProcessHandle watcher) throws Exception {
        Thread.sleep(SETTLING);
        Duration before = Usage.of(watcher).processor();
        Thread.sleep(LOOK);
        Usage usage = Usage.of(watcher);
        Duration after = usage.processor();
        double rest = usage.megabytes();
        double peak = usage.peakMegabytes();
        Path file = bay.source().resolve("rest/d7/f700");
        for (int i = 0; i < SAVES; i++) {
            Files.writeString(file, "saved " + i + "\n");
            Thread.sleep(PAUSE_MILLIS);
        }
        Thread.sleep(1_000); // compose's quiet time, and the sync
        Duration saving = Usage.of(watcher).processor().minus(after);
        Duration quiet = after.minus(before);
        return new Cost(peak, rest, 100.0 * quiet.toNanos() / LOOK.toNanos(), saving.toNanos() / 1e6 / SAVES);
    }
}
