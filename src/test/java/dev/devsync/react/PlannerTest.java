package dev.devsync.react;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Rule;
import dev.devsync.config.Step;
import dev.devsync.select.BadPatternException;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which rung follows which change, and what is said about the others.
class PlannerTest {

    private static final Step BUILD = step("make");
    private static final Step RUN = step("./app");

    private static final String NOT_ENOUGH = "it would not be enough";
    private static final String NOT_ASKED = "no path asks for it";

    private final History history = new History();

    private static Step step(String line) {
        return Step.ofLine(line, null, null, Map.of(), null);
    }

    private static Step buildOf(String... inputs) {
        return new Step(List.of("make"), "make", null, null, Map.of(), null, List.of(inputs), List.of());
    }

    private static Rule rule(Action action, String... patterns) {
        return new Rule(List.of(patterns), null, action, action == Action.SIGNAL ? "HUP" : null, 7);
    }

    private static Reactions reactions(@Nullable Step build, @Nullable Step run, Rule... rules) {
        Reactions none = Reactions.NONE;
        return new Reactions(
                build,
                run,
                List.of(rules),
                none.ready(),
                none.stop(),
                none.restart(),
                none.quiet(),
                none.postSync(),
                none.dependsOn());
    }

    private Plan plan(Reactions reactions, Planner.AppState app, String... paths) throws Exception {
        return Planner.of("api", reactions)
                .plan(Arrays.stream(paths).map(RelativePath::of).toList(), app, history);
    }

    private Plan plan(Reactions reactions, String... paths) throws Exception {
        return plan(reactions, Planner.AppState.RUNS, paths);
    }

    private void fail(Action action, int times) {
        Stream.generate(() -> action).limit(times).forEach(history::failed);
    }

    private static String why(Plan plan, Action action) {
        return plan.passedOver().stream()
                .filter(each -> each.action() == action)
                .map(Plan.PassedOver::because)
                .findFirst()
                .orElse("not passed over");
    }

    private static String because(Plan plan, String path) {
        return plan.decisions().stream()
                .filter(each -> each.path().equals(RelativePath.of(path)))
                .map(Plan.Decision::because)
                .findFirst()
                .orElse("not decided on");
    }

    @Test
    void theFirstRuleThatMatchesAPathDecidesOnIt() throws Exception {
        Reactions reactions = reactions(
                BUILD,
                RUN,
                rule(Action.NONE, "*.md", "docs/"),
                rule(Action.RELOAD, "*.html"),
                rule(Action.BUILD, "docs/*.html"));
        assertThat(plan(reactions, "README.md").action()).isEqualTo(Action.NONE);
        assertThat(plan(reactions, "docs/a.html").action()).isEqualTo(Action.NONE);
        assertThat(plan(reactions, "a.html").action()).isEqualTo(Action.RELOAD);
        assertThat(because(plan(reactions, "docs/a.html"), "docs/a.html")).isEqualTo("rule `*.md docs/` (line 7)");
    }

    @Test
    void theHighestRungThatAnyPathAsksForIsTaken() throws Exception {
        Reactions reactions = reactions(BUILD, RUN, rule(Action.NONE, "*.md"), rule(Action.RELOAD, "*.css"));
        Plan plan = plan(reactions, "a.css", "README.md", "main.go");
        assertThat(plan.action()).isEqualTo(Action.BUILD);
        assertThat(plan.decisions())
                .extracting(Plan.Decision::action)
                .containsExactly(Action.RELOAD, Action.NONE, Action.BUILD);
        assertThat(plan.reload()).isTrue();
        assertThat(plan.replacesApp()).isTrue();
    }

    @Test
    void everyOtherRungIsPassedOverForAReason() throws Exception {
        Plan plan = plan(reactions(BUILD, RUN, rule(Action.RESTART, "*.py")), "a.py");
        assertThat(plan.action()).isEqualTo(Action.RESTART);
        assertThat(plan.passedOver())
                .extracting(Plan.PassedOver::action)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Action.RESTART)));
        assertThat(why(plan, Action.NONE)).isEqualTo(NOT_ENOUGH);
        assertThat(why(plan, Action.SIGNAL)).isEqualTo(NOT_ENOUGH);
        assertThat(why(plan, Action.BUILD)).isEqualTo(NOT_ASKED);
        assertThat(why(plan, Action.REBUILD)).isEqualTo(NOT_ASKED);
    }

    @Test
    void whatNoRuleMatchesIsForTheBuildElseForTheAppElseForNobody() throws Exception {
        assertThat(plan(reactions(BUILD, RUN), "a")).satisfies(plan -> {
            assertThat(plan.action()).isEqualTo(Action.BUILD);
            assertThat(because(plan, "a")).isEqualTo("no rule matches, and `build` is given");
        });
        assertThat(plan(reactions(null, RUN), "a")).satisfies(plan -> {
            assertThat(plan.action()).isEqualTo(Action.RESTART);
            assertThat(because(plan, "a")).isEqualTo("no rule matches, and `run` is given");
        });
        assertThat(plan(reactions(null, null), "a")).satisfies(plan -> {
            assertThat(plan.action()).isEqualTo(Action.NONE);
            assertThat(plan.isNothing()).isTrue();
        });
    }

    @Test
    void aBuildWithInputsIsForThoseOnly() throws Exception {
        Reactions reactions = reactions(buildOf("*.go", "go.mod"), RUN);
        assertThat(plan(reactions, "cmd/main.go").action()).isEqualTo(Action.BUILD);
        Plan other = plan(reactions, "notes.txt");
        assertThat(other.action()).isEqualTo(Action.NONE);
        assertThat(because(other, "notes.txt")).contains("none of the build's `inputs`");
    }

    @Test
    void commandsRunOnceAndSignalsAreSentIfNoHigherRungReplacesTheApp() throws Exception {
        Step install = step("npm ci");
        Rule lock = new Rule(List.of("*.lock"), install, Action.NONE, null, 1);
        Reactions reactions = reactions(null, RUN, lock, rule(Action.SIGNAL, "*.conf"), rule(Action.RESTART, "*.js"));
        Plan signal = plan(reactions, "a.lock", "b.lock", "a.conf", "b.conf");
        assertThat(signal.execs()).containsExactly(install);
        assertThat(signal.action()).isEqualTo(Action.SIGNAL);
        assertThat(signal.signals()).containsExactly("HUP");
        assertThat(signal.reload()).isFalse();
        Plan restart = plan(reactions, "a.lock", "a.conf", "a.js");
        assertThat(restart.action()).isEqualTo(Action.RESTART);
        assertThat(restart.execs()).containsExactly(install);
        assertThat(restart.signals()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNAL", "RELOAD"})
    void anAppThatIsDownIsStartedInstead(Action action) throws Exception {
        Plan plan = plan(reactions(null, RUN, rule(action, "*")), Planner.AppState.DOWN, "a");
        assertThat(plan.action()).isEqualTo(Action.RESTART);
        assertThat(why(plan, action)).isEqualTo("the app does not run");
        assertThat(plan(reactions(null, null, rule(action, "*")), Planner.AppState.DOWN, "a")
                        .action())
                .as("somebody else's app is not ours to start")
                .isEqualTo(action);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNAL", "RELOAD"})
    void aRungThatKeepsFailingGivesWayToARestart(Action action) throws Exception {
        Reactions reactions = reactions(null, RUN, rule(action, "*"));
        fail(action, History.FAILURES_THAT_DEMOTE - 1);
        assertThat(plan(reactions, "a").action()).isEqualTo(action);
        fail(action, 1);
        Plan plan = plan(reactions, "a");
        assertThat(plan.action()).isEqualTo(Action.RESTART);
        assertThat(why(plan, action)).isEqualTo("it failed the last 3 times");
        history.succeeded(action, Duration.ofMillis(1));
        assertThat(plan(reactions, "a").action()).isEqualTo(action);
    }

    @Test
    void aRestartThatKeepsFailingGivesWayToABuildIfThereIsOne() throws Exception {
        fail(Action.RESTART, History.FAILURES_THAT_DEMOTE);
        Plan plan = plan(reactions(BUILD, RUN, rule(Action.RESTART, "*")), "a");
        assertThat(plan.action()).isEqualTo(Action.BUILD);
        assertThat(why(plan, Action.RESTART)).isEqualTo("it failed the last 3 times");
        assertThat(plan(reactions(null, RUN, rule(Action.RESTART, "*")), "a").action())
                .isEqualTo(Action.RESTART);
    }

    @Test
    void aSignalMayBeDemotedTwice() throws Exception {
        fail(Action.SIGNAL, History.FAILURES_THAT_DEMOTE);
        fail(Action.RESTART, History.FAILURES_THAT_DEMOTE);
        Plan plan = plan(reactions(BUILD, RUN, rule(Action.SIGNAL, "*")), "a");
        assertThat(plan.action()).isEqualTo(Action.BUILD);
        assertThat(plan.signals()).isEmpty();
    }

    @Test
    void whatIsNotConfiguredIsRaisedToWhatIs() throws Exception {
        Plan withoutBuild = plan(reactions(null, RUN, rule(Action.BUILD, "*")), "a");
        assertThat(withoutBuild.action()).isEqualTo(Action.RESTART);
        assertThat(why(withoutBuild, Action.BUILD)).isEqualTo("no `build` is given");
        Plan withoutRun = plan(reactions(BUILD, null, rule(Action.RESTART, "*")), "a");
        assertThat(withoutRun.action()).isEqualTo(Action.CONTAINER_RESTART);
        assertThat(why(withoutRun, Action.RESTART)).contains("the container's own process");
    }

    @Test
    void itSaysHowLongItTookTheLastTimes() throws Exception {
        assertThat(plan(reactions(null, RUN), "a").expected()).isEmpty();
        for (long millis : new long[] {30, 10, 20}) {
            history.succeeded(Action.RESTART, Duration.ofMillis(millis));
        }
        assertThat(plan(reactions(null, RUN), "a").expected()).contains(Duration.ofMillis(20));
    }

    @Test
    void theStartDoesAllThatIsConfiguredWhateverChanged() throws Exception {
        Planner planner = Planner.of("api", reactions(BUILD, RUN, rule(Action.NONE, "*.md")));
        Plan changes = planner.plan(List.of(RelativePath.of("a.md")), Planner.AppState.DOWN, history);
        Plan start = planner.start("the app is to run", changes, Set.of(), history);
        assertThat(start.action()).isEqualTo(Action.BUILD);
        assertThat(because(start, "")).isEqualTo("the app is to run");
        fail(Action.RESTART, History.FAILURES_THAT_DEMOTE);
        Planner running = Planner.of("api", reactions(null, RUN));
        assertThat(running.start("now", running.plan(List.of(), Planner.AppState.DOWN, history), Set.of(), history)
                        .action())
                .isEqualTo(Action.RESTART);
    }

    @Test
    void whatIsNeedlessAtTheStartIsNotDone() throws Exception {
        Planner planner = Planner.of("api", reactions(null, RUN, rule(Action.REBUILD, "Dockerfile")));
        Plan changes = planner.plan(List.of(RelativePath.of("Dockerfile")), Planner.AppState.DOWN, history);
        assertThat(changes.action()).isEqualTo(Action.REBUILD);
        assertThat(planner.start("now", changes, Set.of(), history).action()).isEqualTo(Action.REBUILD);
        Plan start = planner.start("now", changes, Set.of(Action.REBUILD), history);
        assertThat(start.action()).isEqualTo(Action.RESTART);
        assertThat(why(start, Action.REBUILD)).isEqualTo("the container has only just come");
    }

    @Test
    void whatIsAskedForIsDoneHoweverItWentBefore() throws Exception {
        fail(Action.RESTART, History.FAILURES_THAT_DEMOTE);
        Planner planner = Planner.of("api", reactions(BUILD, RUN));
        Plan nothing = planner.plan(List.of(), Planner.AppState.RUNS, history);
        assertThat(planner.requested(Action.RESTART, nothing, history).action()).isEqualTo(Action.RESTART);
        Plan edit = planner.plan(List.of(RelativePath.of("a")), Planner.AppState.RUNS, history);
        assertThat(planner.requested(Action.RESTART, edit, history).action())
                .as("never without the build that an edit asks for")
                .isEqualTo(Action.BUILD);
    }

    @Test
    void aPatternThatCannotBeReadIsSaidAtOnce() {
        assertThatThrownBy(() -> Planner.of("api", reactions(null, RUN, rule(Action.NONE, "[a"))))
                .isInstanceOf(BadPatternException.class)
                .hasMessageContaining("api");
    }
}
