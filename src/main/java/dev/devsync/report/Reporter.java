package dev.devsync.report;

/// Shows events to somebody. May be called by any thread.
@FunctionalInterface
public interface Reporter {

    void on(Event event);
}
