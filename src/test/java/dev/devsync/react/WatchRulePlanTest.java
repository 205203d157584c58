package dev.devsync.react;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Rule;
import dev.devsync.config.Step;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.WatchScope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What rules of `develop.watch` ask for.
class WatchRulePlanTest {

    private static final Step RELOAD = Step.ofLine("reload", null, null, Map.of(), null);

    private static final List<Rule> RULES = List.of(
            rule("conf", RELOAD, Action.NONE),
            rule("conf", null, Action.CONTAINER_RESTART),
            rule("conf/build", null, Action.REBUILD));

    private static Rule rule(String under, @Nullable Step exec, Action action) {
        return Rule.of(new WatchScope(RelativePath.of(under), List.of(), List.of()), exec, action, 1);
    }

    private static Plan plan(List<Rule> rules, Planner.Occasion occasion, String path) throws Exception {
        return Planner.of("web", Reactions.NONE.withRules(rules))
                .plan(List.of(RelativePath.of(path)), Planner.AppState.RUNS, new History(), occasion);
    }

    @Test
    void allThatMatchCount() throws Exception {
        Plan plan = plan(RULES, Planner.Occasion.CHANGE, "conf/a");
        assertThat(plan.action()).isEqualTo(Action.CONTAINER_RESTART);
        assertThat(plan.execs()).containsExactly(RELOAD);
        assertThat(plan(RULES, Planner.Occasion.CHANGE, "conf/build").action()).isEqualTo(Action.REBUILD);
        assertThat(plan(RULES, Planner.Occasion.CHANGE, "other").action()).isEqualTo(Action.NONE);
    }

    @Test
    void rulesOfOnComeFirst() throws Exception {
        List<Rule> rules = List.of(RULES.get(1), new Rule(List.of("*.md"), null, Action.NONE, null, 0));
        assertThat(plan(rules, Planner.Occasion.CHANGE, "conf/a.md").action()).isEqualTo(Action.NONE);
        assertThat(plan(rules, Planner.Occasion.CHANGE, "conf/a").action()).isEqualTo(Action.CONTAINER_RESTART);
    }

    @Test
    void aContainerThatComesIsRestartedOnceAndNeverBuiltForWhatItLacks() throws Exception {
        assertThat(plan(RULES, Planner.Occasion.ARRIVAL, "conf/build").action()).isEqualTo(Action.CONTAINER_RESTART);
        Plan after = plan(RULES, Planner.Occasion.ARRIVAL_AFTER_RESTART, "conf/build");
        assertThat(after.action()).isEqualTo(Action.NONE);
        assertThat(after.execs()).containsExactly(RELOAD);
    }
}
