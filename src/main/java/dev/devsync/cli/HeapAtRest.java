package dev.devsync.cli;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import java.time.Duration;

/// Gives memory back to the system once a lot of work is done and nothing happens: what a scan or a first fill leaves
/// behind, which the collector lets lie until it needs the room. For a process of our own, which the launcher starts
/// with a heap that shrinks.
final class HeapAtRest implements Reporter {

    /// How long nothing must have happened. A collection takes some 30 ms with 20,000 files, and holds up a save.
    private static final Duration QUIET = Duration.ofSeconds(3);

    /// After how many changes it is worth it.
    private static final int MANY = 1_000;

    private final Reporter next;
    private final Duration quiet;
    private final Runnable collector;
    private long last;
    private long done;
    private boolean due;

    HeapAtRest(Reporter next) {
        this(next, QUIET, System::gc);
    }

    HeapAtRest(Reporter next, Duration quiet, Runnable collector) {
        this.next = next;
        this.quiet = quiet;
        this.collector = collector;
    }

    @Override
    public void on(Event event) {
        next.on(event);
        switch (event) {
            case Event.CaughtUp _ -> worked(MANY); // at least it has compared everything
            case Event.Synced synced -> worked(synced.delta().changes());
            default -> {}
        }
    }

    private synchronized void worked(long changes) {
        last = System.nanoTime();
        done += changes;
        if (done >= MANY && !due) {
            due = true;
            Thread.ofPlatform().daemon().name("devsync-heap").start(this::collectAtRest);
        }
    }

    private void collectAtRest() {
        try {
            for (long left = untilQuiet(); left > 0; left = untilQuiet()) {
                Thread.sleep(Duration.ofNanos(left));
            }
            collector.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; but then the process ends
        }
    }

    /// In nanoseconds. From zero on, what comes is work of its own.
    private synchronized long untilQuiet() {
        long left = last + quiet.toNanos() - System.nanoTime();
        if (left <= 0) {
            due = false;
            done = 0;
        }
        return left;
    }
}
