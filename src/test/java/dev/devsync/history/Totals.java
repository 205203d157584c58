package dev.devsync.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What was done in all histories so far.
final class Totals {

    private final Map<String, Long> steps = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private long histories;
    private long checks;
    private long bytes;

    void step(Step step) {
        if (step instanceof Step.Check) {
            checks++;
        } else {
            steps.merge(step.kind(), 1L, Long::sum);
        }
    }

    void history(long bytesWritten) {
        histories++;
        bytes += bytesWritten;
    }

    void failure(TargetKind kind, long seed) {
        failures.add(kind + " " + seed);
    }

    boolean hasFailures() {
        return !failures.isEmpty();
    }

    String text() {
        long all = steps.values().stream().mapToLong(Long::longValue).sum();
        String kinds = steps.entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
        return "%d histories, %d steps, %d checks, %.1f MB written, %d divergences%nsteps: %s%n%s"
                .formatted(
                        histories,
                        all,
                        checks,
                        bytes / 1e6,
                        failures.size(),
                        kinds,
                        failures.isEmpty() ? "" : "seeds that failed: " + String.join(", ", failures) + "\n");
    }
}
