package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.config.Step;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows a change, and why.
///
/// @param action the rung that was chosen: the highest that any path asks for
/// @param execs commands that come first, each once
/// @param signals the signals to send, each once; more than none only if the action is [Action#SIGNAL]
/// @param reload whether browsers load their pages again in the end
/// @param decisions what each path asks for
/// @param passedOver the other rungs, and why they were not taken
/// @param expected how long it took the last times; empty where it was never done
public record Plan(
        Action action,
        List<Step> execs,
        List<String> signals,
        boolean reload,
        List<Decision> decisions,
        List<PassedOver> passedOver,
        Optional<Duration> expected) {

    /// What one path asks for.
    ///
    /// @param because the rule or the default that says so, for people
    /// @param exec the command that comes first; null if there is none
    public record Decision(
            RelativePath path,
            Action action,
            String because,
            @Nullable Step exec) {
        public Decision(RelativePath path, Action action, String because) {
            this(path, action, because, null);
        }
    }

    /// A rung that was not taken.
    public record PassedOver(Action action, String because) {}

    public Plan {
        execs = List.copyOf(execs);
        signals = List.copyOf(signals);
        decisions = List.copyOf(decisions);
        passedOver = List.copyOf(passedOver);
    }

    /// The paths that ask for a command.
    List<RelativePath> askingFor(Step exec) {
        return decisions.stream()
                .filter(each -> exec.equals(each.exec()))
                .map(Decision::path)
                .toList();
    }

    /// The paths that ask for the rung that was chosen; none if it was chosen for other reasons.
    List<RelativePath> asking() {
        return decisions.stream()
                .filter(each -> each.action() == action)
                .map(Decision::path)
                .toList();
    }

    /// Whether nothing follows at all.
    public boolean isNothing() {
        return action == Action.NONE && execs.isEmpty();
    }

    /// Whether the app's process is replaced.
    public boolean replacesApp() {
        return action.compareTo(Action.RESTART) >= 0;
    }
}
