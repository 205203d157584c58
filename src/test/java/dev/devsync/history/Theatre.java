package dev.devsync.history;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Plays histories, each on a fresh stage, and makes those that fail smaller.
final class Theatre {

    /// Makes a stage that no history was played on.
    @FunctionalInterface
    interface Stages {
        Stage open(Path folder) throws Exception;
    }

    /// While a history is made smaller about half of the tries are ones that never become equal.
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(5);

    private final TargetKind kind;
    private final Path folder;
    private final Stages stages;
    private final Duration patience;
    private final Duration minimising;
    private final Totals totals;
    private int stage;

    /// @param folder for stages
    /// @param patience as for [Player]
    /// @param minimising how long to go on making a failing history smaller
    Theatre(TargetKind kind, Path folder, Stages stages, Duration patience, Duration minimising, Totals totals) {
        this.kind = kind;
        this.folder = folder;
        this.stages = stages;
        this.patience = patience;
        this.minimising = minimising;
        this.totals = totals;
    }

    /// Plays a history.
    ///
    /// @return what to tell if it failed: the seed, the smallest part that fails, and how
    Optional<String> play(History history) throws Exception {
        Optional<Divergence> divergence = play(history.steps(), patience, totals);
        if (divergence.isEmpty()) {
            return Optional.empty();
        }
        totals.failure(kind, history.seed());
        List<Step> failing = history.steps().subList(0, divergence.get().step() + 1);
        return Optional.of("on %s with seed %d, %s%n%s"
                .formatted(kind, history.seed(), divergence.get().text(), smallest(history, failing)));
    }

    private String smallest(History history, List<Step> failing) {
        Instant end = Instant.now().plus(minimising);
        Minimiser<Step> minimiser =
                new Minimiser<>(this::fails, () -> Instant.now().isAfter(end));
        try {
            List<Step> smallest = minimiser.minimise(failing);
            return "minimised from %d to %d steps:%n%s"
                    .formatted(
                            failing.size(),
                            smallest.size(),
                            history.with(smallest).text());
        } catch (IllegalStateException e) { // the failure itself must not be lost with it
            return "not minimised: %s, %s%n".formatted(e.getMessage(), e.getCause());
        }
    }

    private boolean fails(List<Step> steps) {
        try {
            Duration within = patience.compareTo(SHORT_PATIENCE) < 0 ? patience : SHORT_PATIENCE;
            return play(steps, within, new Totals()).isPresent();
        } catch (Exception e) {
            throw new IllegalStateException("trying a part of a history that failed", e);
        }
    }

    private Optional<Divergence> play(List<Step> steps, Duration within, Totals counted) throws Exception {
        Path fresh = folder.resolve("stage-" + ++stage);
        Optional<Divergence> divergence;
        try (Stage open = stages.open(fresh)) {
            divergence = new Player(open, kind.promise(), within, counted).play(steps);
        }
        HostPlace.deleteAll(fresh);
        return divergence;
    }
}
