package dev.devsync.bench;

import java.time.Duration;

/// How often something is measured: so many times, fewer if it takes too long, once at least.
///
/// @param patience begins with the first round; preparations count
record Rounds(int most, Duration patience) {

    /// One measurement with what it needs before and after.
    @FunctionalInterface
    interface Round {
        void run(int number, Figures figures) throws Exception;
    }

    Figures measure(Round round) throws Exception {
        Figures figures = new Figures();
        long end = System.nanoTime() + patience.toNanos();
        for (int i = 0; i < most && (i == 0 || System.nanoTime() < end); i++) {
            round.run(i, figures);
        }
        return figures;
    }
}
