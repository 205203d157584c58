package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// Keeps everything that a session tells, in order.
final class RecordedEvents implements Reporter {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Event> events = new ArrayList<>();

    @Override
    public synchronized void on(Event event) {
        events.add(event);
    }

    synchronized List<Event> all() {
        return List.copyOf(events);
    }

    synchronized void forget() {
        events.clear();
    }

    <E extends Event> List<E> of(Class<E> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Waits until an event of a kind has come since the last [#forget()], and returns it.
    <E extends Event> E await(Class<E> kind) {
        return await(kind, _ -> true);
    }

    <E extends Event> E await(Class<E> kind, Predicate<E> which) {
        return await(kind, which, LIMIT);
    }

    <E extends Event> E await(Class<E> kind, Predicate<E> which, Duration limit) {
        String what = "a " + kind.getSimpleName();
        try {
            Awaitility.await()
                    .alias(what)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> of(kind).stream().anyMatch(which));
        } catch (RuntimeException e) {
            throw new AssertionError(what + " did not come; told was " + this, e);
        }
        return of(kind).stream().filter(which).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Event event : all()) {
            if (!(event instanceof Event.FillProgress)) {
                text.append("\n  ").append(event);
            }
        }
        return text.toString();
    }
}
