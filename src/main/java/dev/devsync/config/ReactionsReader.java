package dev.devsync.config;

import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads what follows in a service's targets after files have arrived there.
final class ReactionsReader {

    private final EnvReader environments;
    private final DurationReader durations;
    private final StepReader steps;
    private final ReadyReader readies;
    private final RuleReader rules;
    private final Problems problems;

    ReactionsReader(EnvReader environments, Problems problems) {
        this.environments = environments;
        this.durations = new DurationReader(problems);
        this.steps = new StepReader(environments, durations, problems);
        this.readies = new ReadyReader(steps, durations, problems);
        this.rules = new RuleReader(steps, problems);
        this.problems = problems;
    }

    /// @param service names the service in messages
    /// @param target where its commands run unless they say otherwise
    Reactions read(YamlMapping mapping, String service, TargetPath target, Location location) {
        StepReader.Defaults defaults = defaults(mapping, target);
        Step build = step(mapping, Key.BUILD, StepReader.Purpose.BUILD, service, defaults);
        Step run = step(mapping, Key.RUN, StepReader.Purpose.RUN, service, defaults);
        YamlMapping.Entry ready = mapping.get(Key.READY);
        Reactions.Restart restart = restart(mapping, service);
        List<RuleReader.Placed> placed = rules(mapping, service, defaults);
        placed.forEach(rule -> check(rule, mapping, service, location));
        return new Reactions(
                build,
                run,
                placed.stream().map(RuleReader.Placed::rule).toList(),
                ready == null ? null : readies.read(ready.value(), service, defaults),
                stop(mapping),
                restart,
                duration(mapping, Key.QUIET, DurationReader.Least.ZERO, Reactions.NONE.quiet()),
                hooks(mapping, service, defaults),
                mapping.items(Key.DEPENDS_ON).stream()
                        .map(YamlMapping.Item::text)
                        .toList());
    }

    private StepReader.Defaults defaults(YamlMapping mapping, TargetPath target) {
        Map<String, String> environment = new HashMap<>(environments.files(mapping));
        environment.putAll(environments.variables(mapping));
        TargetPath folder = FolderInTarget.read(mapping, Key.WORKING_DIR, target, problems);
        return new StepReader.Defaults(folder, mapping.text(Key.USER), environment);
    }

    private @Nullable Step step(
            YamlMapping mapping, Key key, StepReader.Purpose purpose, String service, StepReader.Defaults defaults) {
        YamlMapping.Entry entry = mapping.get(key);
        return entry == null ? null : steps.read(entry.value(), key + " of " + service, purpose, defaults);
    }

    private StopSignal stop(YamlMapping mapping) {
        String signal = SignalName.read(mapping, Key.STOP_SIGNAL, problems);
        Duration grace =
                duration(mapping, Key.STOP_GRACE_PERIOD, DurationReader.Least.ZERO, StopSignal.DEFAULT.grace());
        return new StopSignal(signal == null ? StopSignal.DEFAULT.signal() : signal, grace);
    }

    private Duration duration(YamlMapping mapping, Key key, DurationReader.Least least, Duration otherwise) {
        return Objects.requireNonNull(durations.read(mapping, key, least, otherwise));
    }

    private Reactions.Restart restart(YamlMapping mapping, String service) {
        String written = mapping.text(Key.RESTART);
        if (written == null || written.equals("no")) {
            return Reactions.Restart.NO;
        }
        if (!written.equals("on-failure")) {
            problems.at(
                    mapping.place(Key.RESTART),
                    "`restart` is `%s`, which is no way to restart".formatted(written),
                    Suggestion.forWord(written, List.of("no", "on-failure")));
        } else if (mapping.get(Key.RUN) == null) {
            problems.at(
                    mapping.place(Key.RESTART),
                    "%s has `restart`, but no `run`, so devsync starts no app".formatted(service),
                    "add `run:` with the command that starts the app, or leave `restart` out");
        }
        return Reactions.Restart.ON_FAILURE;
    }

    private List<RuleReader.Placed> rules(YamlMapping mapping, String service, StepReader.Defaults defaults) {
        List<Node> nodes = mapping.list(Key.ON);
        if (nodes == null) {
            return List.of();
        }
        if (nodes.isEmpty() && mapping.get(Key.ON) != null) {
            problems.at(
                    mapping.place(Key.ON),
                    "`on` of %s has no rule".formatted(service),
                    "leave `on` out for the rules that suit the project, or write a rule for \"*\"");
        }
        List<RuleReader.Placed> read = new ArrayList<>();
        for (Node node : nodes) {
            RuleReader.Placed rule = rules.read(node, service, defaults);
            if (rule != null) {
                read.add(rule);
            }
        }
        return read;
    }

    /// Whether what the rule asks for can be done at all.
    private void check(RuleReader.Placed rule, YamlMapping mapping, String service, Location location) {
        Action action = rule.rule().action();
        String missing = switch (action) {
            case SIGNAL, RESTART -> mapping.get(Key.RUN) == null ? "`run`, so there is no app of devsync's" : "";
            case BUILD -> mapping.get(Key.BUILD) == null ? "`build`, so there is nothing to build" : "";
            case CONTAINER_RESTART, REBUILD ->
                location instanceof Location.LocalFolder ? "container: it is `local`" : "";
            case NONE, RELOAD -> "";
        };
        if (!missing.isEmpty()) {
            String advice = switch (action) {
                case SIGNAL, RESTART ->
                    "add `run:` with the command that starts the app, or write action: container-restart";
                case BUILD -> "add `build:` with the command that builds, or write action: restart";
                default -> "write another action";
            };
            problems.at(
                    rule.action(),
                    "the action is `%s`, but %s has no %s".formatted(action.keyword(), service, missing),
                    advice);
        }
    }

    private Reactions.Hooks hooks(YamlMapping mapping, String service, StepReader.Defaults defaults) {
        YamlMapping.Entry entry = mapping.get(Key.POST_SYNC);
        String what = "`post_sync` of " + service;
        YamlMapping hooks = entry == null ? null : YamlMapping.of(entry.value(), Section.HOOKS, what, problems);
        if (hooks == null) {
            return Reactions.Hooks.NONE;
        }
        String host = hooks.text(Key.HOST);
        YamlMapping.Entry container = hooks.get(Key.CONTAINER);
        if (host == null && container == null) {
            problems.at(hooks.place(), what + " says nothing to run", "give `host` or `container`, or both");
        }
        Step step = container == null
                ? null
                : steps.read(container.value(), "`container` of " + what, StepReader.Purpose.HOOK, defaults);
        return new Reactions.Hooks(host, step);
    }
}
