package dev.devsync.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// The times that one thing took, in milliseconds.
final class Figures {

    private final List<Double> times = new ArrayList<>();

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /// Does it and keeps the time it took.
    void measure(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        add((System.nanoTime() - start) / 1e6);
    }

    void add(double millis) {
        times.add(millis);
    }

    int count() {
        return times.size();
    }

    double median() {
        return quantile(0.5);
    }

    /// @param q from 0 to 1; with few figures the upper ones are all the largest
    double quantile(double q) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * q)));
    }

    /// One row of a table for a terminal.
    String row(String what) {
        return String.format(
                Locale.ROOT,
                "  %-40s %5d %9.1f %9.1f %9.1f",
                what,
                times.size(),
                median(),
                quantile(0.99),
                quantile(1));
    }

    static String heading() {
        return "  %-40s %5s %9s %9s %9s".formatted("milliseconds", "n", "p50", "p99", "max");
    }

    /// Milliseconds as they stand in tables.
    static String text(double millis) {
        return String.format(Locale.ROOT, millis < 99.5 ? "%.1f" : "%,.0f", millis);
    }
}
