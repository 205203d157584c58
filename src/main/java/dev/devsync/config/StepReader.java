package dev.devsync.config;

import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads a command that runs in the targets: a line, a list of words, or a mapping with more about it.
final class StepReader {

    /// What a command gets unless it says otherwise.
    ///
    /// @param folder where it runs, and what its relative paths are relative to
    /// @param user null for the container's user
    record Defaults(TargetPath folder, @Nullable String user, Map<String, String> environment) {}

    /// What a command is for, which decides on what can be said about it.
    enum Purpose {
        BUILD,
        /// The app runs until it is stopped, and `on` says what restarts it.
        RUN,
        EXEC,
        /// Its time is limited by that of `ready`.
        READY,
        HOOK;

        private @Nullable Duration timeout() {
            return switch (this) {
                case BUILD, EXEC, HOOK -> Duration.ofMinutes(10);
                case RUN, READY -> null;
            };
        }

        private boolean takes(Key key) {
            return switch (this) {
                case BUILD -> true;
                case EXEC -> key != Key.INPUTS;
                case HOOK -> key != Key.OUTPUTS;
                case RUN, READY -> false;
            };
        }
    }

    private static final String EXAMPLE = "write a line, as in make, or a list of words, as in [make, all]";

    private final EnvReader environments;
    private final DurationReader durations;
    private final Problems problems;

    StepReader(EnvReader environments, DurationReader durations, Problems problems) {
        this.environments = environments;
        this.durations = durations;
        this.problems = problems;
    }

    /// The command, or null if there is none that could be run.
    ///
    /// @param what names it in messages
    @Nullable
    Step read(Node node, String what, Purpose purpose, Defaults defaults) {
        if (!(node instanceof MappingNode)) {
            return step(node, what, purpose, defaults);
        }
        YamlMapping mapping = YamlMapping.of(node, Section.STEP, what, problems);
        if (mapping == null) {
            return null;
        }
        refuseWhatMeansNothing(mapping, what, purpose);
        TargetPath folder = FolderInTarget.read(mapping, Key.WORKING_DIR, defaults.folder(), problems);
        String user = mapping.text(Key.USER);
        Map<String, String> environment = new HashMap<>(defaults.environment());
        environment.putAll(environments.variables(mapping));
        Duration timeout = durations.read(mapping, Key.TIMEOUT, DurationReader.Least.ABOVE_ZERO, purpose.timeout());
        List<String> inputs =
                mapping.items(Key.INPUTS).stream().map(YamlMapping.Item::text).toList();
        List<TargetPath> outputs = outputs(mapping, folder);
        YamlMapping.Entry command = mapping.get(Key.COMMAND);
        if (command == null) {
            problems.at(mapping.place(Key.COMMAND), what + " has no `command`", EXAMPLE);
            return null;
        }
        Step step = step(
                command.value(),
                what,
                purpose,
                new Defaults(folder, user == null ? defaults.user() : user, environment));
        return step == null
                ? null
                : new Step(
                        step.command(),
                        step.text(),
                        step.folder(),
                        step.user(),
                        step.environment(),
                        timeout,
                        inputs,
                        outputs);
    }

    private @Nullable Step step(Node node, String what, Purpose purpose, Defaults defaults) {
        String text;
        List<String> command;
        switch (node) {
            case ScalarNode line
            when !line.getValue().isBlank() -> {
                text = line.getValue().strip();
                command = CommandText.command(text);
            }
            case SequenceNode words
            when !words.getValue().isEmpty() -> {
                command = words(words, what);
                text = String.join(" ", command);
            }
            default -> {
                problems.at(node, what + " is no command, but " + YamlMapping.kind(node), EXAMPLE);
                return null;
            }
        }
        if (command.isEmpty()) {
            return null;
        }
        return new Step(
                command,
                text,
                defaults.folder(),
                defaults.user(),
                defaults.environment(),
                purpose.timeout(),
                List.of(),
                List.of());
    }

    private List<String> words(SequenceNode sequence, String what) {
        List<String> words = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            if (!(node instanceof ScalarNode word) || YamlMapping.isNothing(node)) {
                problems.at(
                        node,
                        "a word of %s must be text, but is %s".formatted(what, YamlMapping.kind(node)),
                        "write one value, quoted if need be");
                return List.of();
            }
            words.add(word.getValue());
        }
        if (words.getFirst().isBlank()) {
            problems.at(sequence, what + " names no program", EXAMPLE);
            return List.of();
        }
        return words;
    }

    private List<TargetPath> outputs(YamlMapping mapping, TargetPath folder) {
        List<TargetPath> outputs = new ArrayList<>();
        for (YamlMapping.Item item : mapping.items(Key.OUTPUTS)) {
            TargetPath output = FolderInTarget.resolve(item, Key.OUTPUTS, folder, problems);
            if (output != null) {
                outputs.add(output);
            }
        }
        return outputs;
    }

    private void refuseWhatMeansNothing(YamlMapping mapping, String what, Purpose purpose) {
        for (Key key : List.of(Key.TIMEOUT, Key.INPUTS, Key.OUTPUTS)) {
            if (mapping.get(key) != null && !purpose.takes(key)) {
                problems.at(
                        mapping.place(key),
                        "%s means nothing in %s".formatted(key, what),
                        switch (purpose) {
                            case RUN -> "leave it out: the app runs until it is stopped; `on` says what restarts it";
                            case READY -> "leave it out, or write `timeout` beside `command` in `ready`";
                            case EXEC -> "leave it out: `changed` says when it runs";
                            case BUILD, HOOK -> "leave it out";
                        });
            }
        }
    }
}
