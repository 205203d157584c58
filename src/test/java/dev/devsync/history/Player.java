package dev.devsync.history;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Plays a history on a stage, and compares at each check: the host with the model, the target with the host.
final class Player {

    /// How long devsync may take to say that all is in sync.
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// How long devsync may take to see that something is wrong.
    private static final Duration NOTICING = Duration.ofSeconds(30);

    private final Stage stage;
    private final Picture.Promise promise;
    private final Duration patience;
    private final Totals totals;
    private final ModelPlace model = new ModelPlace();
    private List<IgnoreRule> rules = List.of();

    /// @param patience how long the target may differ while devsync says that all is in sync: it must see the last
    ///     change, and may hold one back for a second
    Player(Stage stage, Picture.Promise promise, Duration patience, Totals totals) {
        this.stage = stage;
        this.promise = promise;
        this.patience = patience;
        this.totals = totals;
    }

    /// @return the first divergence
    Optional<Divergence> play(List<Step> steps) throws IOException, InterruptedException {
        edit(new FileEdit.Create(Place.ANCHOR, 10, 0));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (!(step instanceof Fault)) {
                totals.step(step);
            }
            switch (step) {
                case Step.Pause(int millis) -> Thread.sleep(millis);
                case Step.Check _ -> {
                    List<String> differences = check();
                    if (!differences.isEmpty()) {
                        return Optional.of(divergence(i, differences));
                    }
                }
                case Step.Edit edit -> edit(edit);
                case Fault fault -> inject(fault);
            }
        }
        totals.history(stage.source().bytesWritten());
        stage.heal(); // a part of a history may end in the middle of harm
        List<String> left = stage.leftovers();
        return left.isEmpty() ? Optional.empty() : Optional.of(divergence(steps.size() - 1, left));
    }

    private Divergence divergence(int step, List<String> differences) throws InterruptedException {
        return new Divergence(step, differences, "  " + stage.status() + "\n" + stage.told());
    }

    private void inject(Fault fault) throws IOException, InterruptedException {
        if (stage.inject(fault)) {
            totals.fault(fault);
        }
    }

    private void edit(Step.Edit edit) throws IOException {
        edit.on(model);
        edit.on(stage.source());
        if (edit instanceof MassEdit.Ignore(List<IgnoreRule> now)) {
            rules = now;
        }
    }

    private boolean isIgnored(String path) {
        return rules.stream().anyMatch(rule -> rule.ignores(path));
    }

    private List<String> check() throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>(modelDifferences());
        if (stage.isHarmed()) {
            differences.addAll(lies());
        }
        stage.heal();
        differences.addAll(stage.complaints());
        if (!differences.isEmpty()) {
            return differences;
        }
        Picture wanted = FolderPicture.of(stage.source().root(), this::isIgnored);
        return targetDifferences(wanted);
    }

    private List<String> targetDifferences(Picture wanted) throws InterruptedException {
        Instant end = Instant.now().plus(LIMIT);
        Instant settled = null;
        while (true) {
            boolean now = stage.isSettled();
            List<String> differences = now ? look(wanted) : List.of("devsync is not done: see its status");
            if (differences.isEmpty()) {
                return differences;
            }
            settled = now ? Objects.requireNonNullElse(settled, Instant.now()) : null;
            if (Instant.now().isAfter(settled == null ? end : settled.plus(patience))) {
                return differences;
            }
            Thread.sleep(50);
        }
    }

    /// While harm lasts, devsync must not say that all is in sync, unless it is so for all that. It may take a moment
    /// to notice.
    private List<String> lies() throws IOException, InterruptedException {
        Picture wanted = FolderPicture.of(stage.source().root(), this::isIgnored);
        Instant end = Instant.now().plus(NOTICING);
        while (stage.isSettled()) {
            List<String> differences = look(wanted);
            if (differences.isEmpty()) {
                break;
            }
            if (Instant.now().isAfter(end)) {
                return List.of("devsync says that all is in sync, but " + differences);
            }
            Thread.sleep(50);
        }
        return List.of();
    }

    private List<String> look(Picture wanted) throws InterruptedException {
        try {
            return wanted.differences(stage.site().look(), promise);
        } catch (IOException e) {
            return List.of("the target cannot be looked at: " + e);
        }
    }

    /// Whether the steps did to the host what they did to the model: if not, the test is wrong, or somebody
    /// interfered.
    private List<String> modelDifferences() throws IOException {
        List<String> differences = new ArrayList<>();
        Set<String> paths = new HashSet<>(model.nodes().keySet());
        paths.addAll(stage.source().below(""));
        for (String path : paths) {
            if (model.at(path) != stage.source().at(path)) {
                differences.add(path + ": the host has " + stage.source().at(path) + ", the model " + model.at(path));
            }
        }
        return differences;
    }
}
