package dev.devsync.history;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Plays a history on a stage, and compares at each check: the host with the model, the target with the host.
final class Player {

    private final Stage stage;
    private final Picture.Promise promise;
    private final Duration limit;
    private final Totals totals;
    private final ModelPlace model = new ModelPlace();
    private List<IgnoreRule> rules = List.of();

    /// @param limit how long the target may take to become equal once nothing changes any more
    Player(Stage stage, Picture.Promise promise, Duration limit, Totals totals) {
        this.stage = stage;
        this.promise = promise;
        this.limit = limit;
        this.totals = totals;
    }

    /// @return the first divergence
    Optional<Divergence> play(List<Step> steps) throws IOException, InterruptedException {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            totals.step(step);
            switch (step) {
                case Step.Pause(int millis) -> Thread.sleep(millis);
                case Step.Check _ -> {
                    List<String> differences = check();
                    if (!differences.isEmpty()) {
                        return Optional.of(new Divergence(
                                i, differences, "  " + stage.status().syncs() + "\n" + stage.told()));
                    }
                }
                case Step.Edit edit -> edit(edit);
            }
        }
        totals.history(stage.source().bytesWritten());
        return Optional.empty();
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
        List<String> differences = modelDifferences();
        if (!differences.isEmpty()) {
            return differences;
        }
        Picture wanted = FolderPicture.of(stage.source().root(), this::isIgnored);
        Instant end = Instant.now().plus(limit);
        do {
            differences = targetDifferences(wanted);
            if (differences.isEmpty()) {
                return differences;
            }
            Thread.sleep(50);
        } while (Instant.now().isBefore(end));
        return differences;
    }

    private List<String> targetDifferences(Picture wanted) throws InterruptedException {
        if (!stage.isSettled()) {
            return List.of("devsync is not done: see its status");
        }
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
