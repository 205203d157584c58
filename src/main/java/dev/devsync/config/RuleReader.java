package dev.devsync.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads one rule of `on`.
final class RuleReader {

    /// A rule and the node that says its action.
    record Placed(Rule rule, Node action) {}

    private final StepReader steps;
    private final Problems problems;

    RuleReader(StepReader steps, Problems problems) {
        this.steps = steps;
        this.problems = problems;
    }

    /// The rule, or null if it cannot be read at all.
    @Nullable
    Placed read(Node node, String service, StepReader.Defaults defaults) {
        String what = "a rule of " + service;
        YamlMapping mapping = YamlMapping.of(node, Section.RULE, what, problems);
        if (mapping == null) {
            return null;
        }
        List<String> changed = changed(mapping, what);
        YamlMapping.Entry exec = mapping.get(Key.EXEC);
        Step step =
                exec == null ? null : steps.read(exec.value(), "`exec` of " + what, StepReader.Purpose.EXEC, defaults);
        Action action = action(mapping, what);
        String signal = signal(mapping, what, action);
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(ConfigProblem.WHOLE_FILE);
        return action == null
                ? null
                : new Placed(new Rule(changed, step, action, signal, line), mapping.place(Key.ACTION, node));
    }

    private List<String> changed(YamlMapping mapping, String what) {
        List<YamlMapping.Item> patterns = mapping.items(Key.CHANGED);
        YamlMapping.Entry entry = mapping.get(Key.CHANGED);
        boolean none = entry == null
                || (entry.value() instanceof SequenceNode list
                        && list.getValue().isEmpty());
        if (none) {
            problems.at(
                    mapping.place(Key.CHANGED),
                    what + " has no pattern in `changed`",
                    "add `changed:` with patterns, as in [\"*.go\", go.mod]; \"*\" is every file");
        }
        for (YamlMapping.Item item : patterns) {
            if (item.text().isBlank()) {
                problems.at(item.place(), "a pattern of `changed` is empty", "write a pattern, as in \"*.go\"");
            } else if (item.text().startsWith("./") || item.text().startsWith("../")) {
                problems.at(
                        item.place(),
                        "the pattern `%s` matches nothing: no path starts with a dot and a slash"
                                .formatted(item.text()),
                        item.text().startsWith("./")
                                ? "write /%s for this place only"
                                        .formatted(item.text().substring(2))
                                : "patterns are relative to the folder of the sync");
            }
        }
        return patterns.stream().map(YamlMapping.Item::text).toList();
    }

    private @Nullable Action action(YamlMapping mapping, String what) {
        String written = mapping.text(Key.ACTION);
        List<String> known = Arrays.stream(Action.values()).map(Action::keyword).toList();
        if (written == null && mapping.get(Key.EXEC) != null) {
            return Action.NONE;
        }
        if (written == null) {
            problems.at(
                    mapping.place(Key.ACTION),
                    what + " has no `action`",
                    "add `action:` with one of " + String.join(", ", known));
            return null;
        }
        for (Action action : Action.values()) {
            if (action.keyword().equals(written)) {
                return action;
            }
        }
        problems.at(
                mapping.place(Key.ACTION),
                "`action` is `%s`, which is no action".formatted(written),
                written.equals("sync")
                        ? "write none: what is synced is always synced"
                        : Suggestion.forWord(written, known));
        return null;
    }

    private @Nullable String signal(YamlMapping mapping, String what, @Nullable Action action) {
        String written = mapping.text(Key.SIGNAL);
        if (written == null) {
            if (action == Action.SIGNAL) {
                problems.at(
                        mapping.place(Key.SIGNAL, mapping.place(Key.ACTION)),
                        what + " has the action `signal`, but no `signal`",
                        "add `signal:` with its name, as in SIGHUP");
            }
            return null;
        }
        if (action != null && action != Action.SIGNAL) {
            problems.at(
                    mapping.place(Key.SIGNAL),
                    "`signal` is for the action `signal`, but the action is `%s`".formatted(action.keyword()),
                    "write action: signal, or leave `signal` out");
            return null;
        }
        return SignalName.read(mapping, Key.SIGNAL, problems);
    }
}
