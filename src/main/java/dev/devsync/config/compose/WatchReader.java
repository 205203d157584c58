package dev.devsync.config.compose;

import dev.devsync.config.Problems;
import dev.devsync.config.Step;
import dev.devsync.config.Suggestion;
import dev.devsync.tree.TargetPath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads `develop.watch` of one service.
final class WatchReader {

    private static final List<String> KEYS =
            List.of("path", "action", "target", "ignore", "include", "initial_sync", "exec");

    private static final List<String> EXEC_KEYS =
            List.of("command", "user", "privileged", "working_dir", "environment");

    private static final Duration EXEC_LIMIT = Duration.ofMinutes(10);

    private final String service;
    private final Map<String, String> variables;
    private final Problems problems;

    /// @param variables a variable of `exec` that has no value takes it from here
    WatchReader(String service, Map<String, String> variables, Problems problems) {
        this.service = service;
        this.variables = variables;
        this.problems = problems;
    }

    List<WatchRule> read(@Nullable Node watch) {
        if (watch != null && !(watch instanceof SequenceNode)) {
            problems.at(watch, "`develop.watch` of service `%s` must be a list".formatted(service), "write `- ` rules");
        }
        List<WatchRule> rules = new ArrayList<>();
        for (Node item : Yaml.items(watch)) {
            WatchRule rule = rule(item);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private @Nullable WatchRule rule(Node item) {
        if (!(item instanceof MappingNode)) {
            problems.at(item, "a rule of `develop.watch` must be a mapping", "write path, action and target");
            return null;
        }
        checkKeys(item, KEYS, "`develop.watch` of service `" + service + "`");
        Path path = path(item);
        WatchAction action = action(item);
        if (path == null || action == null) {
            return null;
        }
        TargetPath target = action.syncs() ? target(item, action) : null;
        Step exec = action == WatchAction.SYNC_AND_EXEC ? exec(item) : null;
        if ((action.syncs() && target == null) || (action == WatchAction.SYNC_AND_EXEC && exec == null)) {
            return null;
        }
        return new WatchRule(
                path,
                action,
                target,
                Yaml.texts(Yaml.at(item, "ignore")),
                Yaml.texts(Yaml.at(item, "include")),
                Yaml.isTrue(Yaml.at(item, "initial_sync")) || Yaml.isTrue(Yaml.at(item, "x-initialSync")),
                exec,
                item);
    }

    private void checkKeys(Node mapping, List<String> known, String what) {
        Yaml.entries(mapping).forEach((key, value) -> {
            if (!known.contains(key) && !key.startsWith("x-")) {
                problems.at(value, "unknown key `%s` in %s".formatted(key, what), Suggestion.forWord(key, known));
            }
        });
    }

    private @Nullable Path path(Node item) {
        Node node = Yaml.at(item, "path");
        String path = Yaml.text(node);
        if (path == null) {
            problems.at(item, "a rule of `develop.watch` has no `path`", "add the folder or file to watch");
            return null;
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            problems.at(Objects.requireNonNull(node), "`path` is `%s`, which is none".formatted(path), "correct it");
            return null;
        }
    }

    private @Nullable WatchAction action(Node item) {
        Node node = Yaml.at(item, "action");
        String written = Yaml.text(node);
        if (written == null) {
            problems.at(
                    item,
                    "a rule of `develop.watch` has no `action`",
                    "add one of " + String.join(", ", WatchAction.keywords()));
            return null;
        }
        WatchAction action = WatchAction.of(written).orElse(null);
        if (action == null) {
            problems.at(
                    Objects.requireNonNull(node),
                    "`action` is `%s`, which is none of Compose's".formatted(written),
                    Suggestion.forWord(written, WatchAction.keywords()));
        }
        return action;
    }

    private @Nullable TargetPath target(Node item, WatchAction action) {
        Node node = Yaml.at(item, "target");
        String written = Yaml.text(node);
        if (written == null || node == null) {
            problems.at(
                    item,
                    "a rule with action `%s` has no `target`".formatted(action.keyword()),
                    "add where it goes in the container, as in target: /app");
            return null;
        }
        try {
            return new TargetPath(written);
        } catch (IllegalArgumentException e) {
            problems.at(node, "`target` " + e.getMessage(), "write the whole path, as in /app");
            return null;
        }
    }

    private @Nullable Step exec(Node item) {
        Node exec = Yaml.at(item, "exec");
        Node command = Yaml.at(exec, "command");
        List<String> words = command instanceof SequenceNode
                ? Yaml.texts(command)
                : CommandWords.of(Objects.requireNonNullElse(Yaml.text(command), ""));
        if (exec == null || words.isEmpty()) {
            problems.at(item, "a rule with action `sync+exec` has no `exec.command`", "add exec: {command: COMMAND}");
            return null;
        }
        checkKeys(exec, EXEC_KEYS, "`exec` of service `" + service + "`");
        String text = Objects.requireNonNullElse(Yaml.text(command), String.join(" ", words));
        return new Step(
                words,
                text,
                folder(exec),
                Yaml.text(Yaml.at(exec, "user")),
                environment(Yaml.at(exec, "environment")),
                EXEC_LIMIT,
                List.of(),
                List.of(),
                Yaml.isTrue(Yaml.at(exec, "privileged")) ? Step.Rights.ALL : Step.Rights.CONTAINERS);
    }

    private @Nullable TargetPath folder(Node exec) {
        Node node = Yaml.at(exec, "working_dir");
        String written = Yaml.text(node);
        if (written == null || node == null) {
            return null;
        }
        try {
            return new TargetPath(written);
        } catch (IllegalArgumentException e) {
            problems.at(node, "`working_dir` " + e.getMessage(), "write the whole path, as in /app");
            return null;
        }
    }

    private Map<String, String> environment(@Nullable Node node) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (node instanceof MappingNode) {
            Yaml.entries(node).forEach((name, value) -> put(name, Yaml.text(value), environment));
        }
        for (String line : Yaml.texts(node instanceof MappingNode ? null : node)) {
            int equals = line.indexOf('=');
            put(
                    equals < 0 ? line : line.substring(0, equals),
                    equals < 0 ? null : line.substring(equals + 1),
                    environment);
        }
        return environment;
    }

    private void put(String name, @Nullable String value, Map<String, String> environment) {
        String given = value == null ? variables.get(name) : value;
        if (given != null) {
            environment.put(name, given);
        }
    }
}
