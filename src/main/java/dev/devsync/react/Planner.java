package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Rule;
import dev.devsync.config.Step;
import dev.devsync.select.BadPatternException;
import dev.devsync.select.PathPatterns;
import dev.devsync.select.ScopePaths;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.WatchScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Decides what follows a change. Pure: the same paths and history give the same plan.
///
/// Each path asks for one rung: that of the first rule that matches it (of Compose's `develop.watch`, of all that
/// match it), else what the service does by default. The
/// highest of them is taken, because it includes what the others would achieve.
public final class Planner {

    private record CompiledRule(Rule rule, Predicate<RelativePath> paths) {
        boolean isFor(Occasion occasion) {
            return rule.scope() == null
                    || switch (occasion) {
                        case CHANGE -> true;
                        case ARRIVAL -> rule.action() != Action.REBUILD;
                        case ARRIVAL_AFTER_RESTART ->
                            rule.action() != Action.REBUILD && rule.action() != Action.CONTAINER_RESTART;
                    };
        }

        String name() {
            String where = rule.line() > 0 ? " (line " + rule.line() + ")" : "";
            WatchScope scope = rule.scope();
            return scope == null
                    ? "rule `" + String.join(" ", rule.changed()) + "`" + where
                    : "`develop.watch` of "
                            + (scope.under().isRoot() ? "." : scope.under().display()) + where;
        }
    }

    private final Reactions reactions;
    private final List<CompiledRule> rules;
    private final PathPatterns inputs;

    private Planner(Reactions reactions, List<CompiledRule> rules, PathPatterns inputs) {
        this.reactions = reactions;
        this.rules = rules;
        this.inputs = inputs;
    }

    /// @throws BadPatternException if a pattern of a rule or of the build's inputs cannot be read
    public static Planner of(String service, Reactions reactions) throws BadPatternException {
        List<CompiledRule> rules = new ArrayList<>();
        for (Rule rule : reactions.rules()) {
            rules.add(new CompiledRule(rule, paths(service, rule)));
        }
        Step build = reactions.build();
        return new Planner(
                reactions,
                List.copyOf(rules),
                PathPatterns.of(
                        "the build's `inputs` of service " + service, build == null ? List.of() : build.inputs()));
    }

    private static Predicate<RelativePath> paths(String service, Rule rule) throws BadPatternException {
        WatchScope scope = rule.scope();
        return scope == null
                ? PathPatterns.of("`on` of service " + service, rule.changed())::matches
                : ScopePaths.of("`develop.watch` of service " + service, scope)::matches;
    }

    /// @param changed files and links whose content came, changed or went
    /// @param app whether the app runs
    public Plan plan(Collection<RelativePath> changed, AppState app, History history) {
        return plan(changed, app, history, Occasion.CHANGE);
    }

    /// @param occasion what brought the changes
    Plan plan(Collection<RelativePath> changed, AppState app, History history, Occasion occasion) {
        List<Plan.Decision> decisions = new ArrayList<>();
        Set<Step> execs = new LinkedHashSet<>();
        Set<String> signals = new LinkedHashSet<>();
        boolean reload = false;
        for (RelativePath path : changed) {
            List<CompiledRule> matching = matching(path).stream()
                    .filter(match -> match.isFor(occasion))
                    .toList();
            if (matching.isEmpty()) {
                decisions.add(byDefault(path));
            }
            for (CompiledRule match : matching) {
                Rule rule = match.rule;
                decisions.add(new Plan.Decision(path, rule.action(), match.name(), rule.exec()));
                if (rule.exec() != null) {
                    execs.add(rule.exec());
                }
                if (rule.signal() != null) {
                    signals.add(rule.signal());
                }
                reload |= rule.action() == Action.RELOAD;
            }
        }
        Action asked = decisions.stream()
                .map(Plan.Decision::action)
                .max(Action::compareTo)
                .orElse(Action.NONE);
        List<Plan.PassedOver> passedOver = new ArrayList<>();
        Action action = raise(asked, app, history, passedOver);
        explainHigher(action, passedOver);
        return new Plan(
                action,
                List.copyOf(execs),
                action == Action.SIGNAL ? List.copyOf(signals) : List.of(),
                reload || action.compareTo(Action.RESTART) >= 0,
                decisions,
                passedOver,
                history.median(action));
    }

    /// The first start: whatever is configured, from the bottom up, with what the changes ask for.
    ///
    /// @param needless rungs that are not taken, because the container has only just come
    Plan start(String because, Plan changes, Set<Action> needless, History history) {
        Action least =
                reactions.build() != null ? Action.BUILD : reactions.run() != null ? Action.RESTART : Action.NONE;
        return needless.contains(changes.action())
                ? instead(least, because, changes, history)
                : raised(least, because, changes, history);
    }

    /// What somebody asked for, together with what the changes ask for.
    Plan requested(Action asked, Plan changes, History history) {
        return raised(asked, "it was asked for", changes, history);
    }

    private Plan raised(Action least, String because, Plan changes, History history) {
        return changes.action().compareTo(least) >= 0 ? changes : instead(least, because, changes, history);
    }

    /// Another rung in place of what the changes ask for.
    private Plan instead(Action other, String because, Plan changes, History history) {
        List<Plan.Decision> decisions = new ArrayList<>(changes.decisions());
        List<Plan.PassedOver> passedOver = new ArrayList<>();
        if (changes.action().compareTo(other) > 0) {
            passedOver.add(new Plan.PassedOver(changes.action(), "the container has only just come"));
        }
        // Not demoted: what was asked for is done, however it went before.
        Action action = raise(other, AppState.RUNS, new History(), passedOver);
        decisions.add(new Plan.Decision(RelativePath.ROOT, action, because));
        explainHigher(action, passedOver);
        return new Plan(
                action,
                changes.execs(),
                List.of(),
                changes.reload() || action.compareTo(Action.RESTART) >= 0,
                decisions,
                passedOver,
                history.median(action));
    }

    /// The first rule of `on` that matches, else every rule of `develop.watch` that does, as in Compose.
    private List<CompiledRule> matching(RelativePath path) {
        List<CompiledRule> matching = new ArrayList<>();
        for (CompiledRule each : rules) {
            if (each.paths.test(path)) {
                if (each.rule.scope() == null) {
                    return List.of(each);
                }
                matching.add(each);
            }
        }
        return matching;
    }

    private Plan.Decision byDefault(RelativePath path) {
        if (reactions.build() != null) {
            return inputs.isEmpty() || inputs.matches(path)
                    ? new Plan.Decision(path, Action.BUILD, "no rule matches, and `build` is given")
                    : new Plan.Decision(path, Action.NONE, "no rule matches, and it is none of the build's `inputs`");
        }
        return reactions.run() != null
                ? new Plan.Decision(path, Action.RESTART, "no rule matches, and `run` is given")
                : new Plan.Decision(path, Action.NONE, "no rule matches, and neither `build` nor `run` is given");
    }

    /// The rung that is taken instead where the one that was asked for would not do.
    private Action raise(Action asked, AppState app, History history, List<Plan.PassedOver> passedOver) {
        Action action = asked;
        if (action == Action.SIGNAL || action == Action.RELOAD) {
            if (app == AppState.DOWN && reactions.run() != null) {
                passedOver.add(new Plan.PassedOver(action, "the app does not run"));
                action = Action.RESTART;
            } else if (reactions.run() != null && history.keepsFailing(action)) {
                passedOver.add(
                        new Plan.PassedOver(action, "it failed the last " + History.FAILURES_THAT_DEMOTE + " times"));
                action = Action.RESTART;
            }
        }
        if (action == Action.RESTART && reactions.build() != null && history.keepsFailing(action)) {
            passedOver.add(
                    new Plan.PassedOver(action, "it failed the last " + History.FAILURES_THAT_DEMOTE + " times"));
            action = Action.BUILD;
        }
        if (action == Action.BUILD && reactions.build() == null) {
            passedOver.add(new Plan.PassedOver(action, "no `build` is given"));
            action = Action.RESTART;
        }
        if (action == Action.RESTART && reactions.run() == null) {
            passedOver.add(new Plan.PassedOver(action, "no `run` is given: the app is the container's own process"));
            action = Action.CONTAINER_RESTART;
        }
        return action;
    }

    private void explainHigher(Action taken, List<Plan.PassedOver> passedOver) {
        for (Action action : Action.values()) {
            if (action == taken || passedOver.stream().anyMatch(each -> each.action() == action)) {
                continue;
            }
            passedOver.add(new Plan.PassedOver(
                    action, action.compareTo(taken) < 0 ? "it would not be enough" : "no path asks for it"));
        }
    }

    /// What brings changes to a target.
    public enum Occasion {
        /// Somebody edits.
        CHANGE,
        /// A container has come and lacks something. That it lacks it is no reason to build it anew: what no build
        /// puts there would be lacking again, without end.
        ARRIVAL,
        /// The same after a restart of ours, and nobody has edited since: another restart would not help either.
        ARRIVAL_AFTER_RESTART
    }

    /// Whether there is an app to signal.
    public enum AppState {
        RUNS,
        DOWN
    }
}
