package dev.devsync.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What was done in all histories so far.
final class Totals {

    private final Map<String, Long> steps = new TreeMap<>();
    private final Map<String, Long> faults = new TreeMap<>();
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

    void fault(Fault fault) {
        faults.merge(fault.kind(), 1L, Long::sum);
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

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String listed(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    String text() {
        return "%d histories, %d steps, %d faults, %d checks, %.1f MB written, %d divergences%nsteps: %s%nfaults: %s%n%s"
                .formatted(
                        histories,
                        sum(steps),
                        sum(faults),
                        checks,
                        bytes / 1e6,
                        failures.size(),
                        listed(steps),
                        listed(faults),
                        failures.isEmpty() ? "" : "seeds that failed: " + String.join(", ", failures) + "\n");
    }
}
