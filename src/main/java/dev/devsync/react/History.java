package dev.devsync.react;

import dev.devsync.config.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How the reactions of one service went so far. Bounded: of each rung two numbers and the last few times are kept.
public final class History {

    /// So many failures in a row demote a rung.
    public static final int FAILURES_THAT_DEMOTE = 3;

    /// How many times are kept of each rung.
    static final int TIMES = 21;

    /// What is known of a rung.
    ///
    /// @param count how often it was taken
    /// @param succeeded how often it worked
    /// @param failuresInARow how often it has failed since it worked last
    /// @param millis how long it took the last times when it worked, oldest first, in milliseconds
    public record Tally(long count, long succeeded, int failuresInARow, List<Long> millis) {

        static final Tally NONE = new Tally(0, 0, 0, List.of());

        public Tally {
            millis = List.copyOf(millis.subList(Math.max(0, millis.size() - TIMES), millis.size()));
        }

        /// The middle of the times that are kept; empty if it never worked.
        public Optional<Duration> median() {
            return millis.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Duration.ofMillis(millis.stream().sorted().toList().get(millis.size() / 2)));
        }

        private Tally withSuccess(Duration took) {
            List<Long> times = new ArrayList<>(millis);
            times.add(took.toMillis());
            return new Tally(count + 1, succeeded + 1, 0, times);
        }

        private Tally withSuccess() {
            return new Tally(count + 1, succeeded + 1, 0, millis);
        }

        private Tally withFailure() {
            return new Tally(count + 1, succeeded, failuresInARow + 1, millis);
        }
    }

    private final Map<Action, Tally> records = new EnumMap<>(Action.class);

    private final Runnable onChange;

    public History() {
        this(Map.of(), () -> {});
    }

    /// @param onChange run after each reaction that is added, by its thread
    History(Map<Action, Tally> records, Runnable onChange) {
        this.records.putAll(records);
        this.onChange = onChange;
    }

    /// What is known, by rung.
    public synchronized Map<Action, Tally> records() {
        return records.isEmpty() ? Map.of() : new EnumMap<>(records);
    }

    public void succeeded(Action action, Duration took) {
        add(action, tally -> tally.withSuccess(took));
    }

    /// It worked, and how long it took tells nothing about saves: nobody had saved.
    public void succeeded(Action action) {
        add(action, Tally::withSuccess);
    }

    public void failed(Action action) {
        add(action, Tally::withFailure);
    }

    private void add(Action action, UnaryOperator<Tally> one) {
        synchronized (this) {
            records.put(action, one.apply(get(action)));
        }
        onChange.run(); // without the lock: it reads all histories
    }

    synchronized boolean keepsFailing(Action action) {
        return get(action).failuresInARow >= FAILURES_THAT_DEMOTE;
    }

    synchronized Optional<Duration> median(Action action) {
        return get(action).median();
    }

    private Tally get(Action action) {
        return records.getOrDefault(action, Tally.NONE);
    }
}
