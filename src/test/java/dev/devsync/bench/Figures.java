package dev.devsync.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
        times.add((System.nanoTime() - start) / 1e6);
    }

    int count() {
        return times.size();
    }

    double median() {
        return quantile(0.5);
    }

    /// @param q from 0 to 1
    double quantile(double q) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * q)));
    }
}
