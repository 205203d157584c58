package dev.devsync.config;

import dev.devsync.tree.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows in a service's targets after files have arrived there.
///
/// @param build null if nothing is built
/// @param run the app; null if devsync does not start it
/// @param rules in the file's order
/// @param ready null if an app counts as ready as soon as it runs
/// @param stop how the app, and a build that is cancelled, are ended
/// @param restart what follows when the app ends by itself
/// @param quiet for so long no change may arrive before anything is done
/// @param postSync run after each change has arrived
/// @param dependsOn the names of services whose reaction to the same change comes first
public record Reactions(
        @Nullable Step build,
        @Nullable Step run,
        List<Rule> rules,
        @Nullable Ready ready,
        StopSignal stop,
        Restart restart,
        Duration quiet,
        Hooks postSync,
        List<String> dependsOn) {

    /// Files are synced, and nothing follows.
    public static final Reactions NONE = new Reactions(
            null, null, List.of(), null, StopSignal.DEFAULT, Restart.NO, Duration.ofMillis(20), Hooks.NONE, List.of());

    /// What follows when the app ends by itself.
    public enum Restart {
        /// It waits for the next change.
        NO,
        /// It is started again, ever more slowly, if it ended with another code than 0.
        ON_FAILURE
    }

    /// Commands that run after each change has arrived.
    ///
    /// @param host run on this machine by `sh -c`; null for none
    /// @param target run in each target; null for none
    public record Hooks(@Nullable String host, @Nullable Step target) {
        public static final Hooks NONE = new Hooks(null, null);
    }

    public Reactions {
        rules = List.copyOf(rules);
        dependsOn = List.copyOf(dependsOn);
    }

    /// The same with another way to end the app.
    public Reactions with(StopSignal another) {
        return new Reactions(build, run, rules, ready, another, restart, quiet, postSync, dependsOn);
    }

    /// The same with more rules, after those that are there.
    public Reactions withRules(List<Rule> more) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(more);
        return new Reactions(build, run, all, ready, stop, restart, quiet, postSync, dependsOn);
    }

    /// The same wherever its rules stand in their file.
    Reactions withoutLines() {
        List<Rule> anywhere = rules.stream().map(Rule::withoutLine).toList();
        return new Reactions(build, run, anywhere, ready, stop, restart, quiet, postSync, dependsOn);
    }

    /// Whether anything ever follows.
    public boolean isEmpty() {
        return build == null && run == null && rules.isEmpty() && postSync.host() == null && postSync.target() == null;
    }
}
