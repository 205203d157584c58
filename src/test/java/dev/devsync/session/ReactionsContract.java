package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Ready;
import dev.devsync.config.Rule;
import dev.devsync.config.Step;
import dev.devsync.report.ReactionEvent;
import dev.devsync.report.Status;
import dev.devsync.tree.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What follows a change, with real processes: shell scripts that behave as apps and compilers do.
abstract class ReactionsContract {

    /// An app that says which version it is of, until it is stopped.
    private static final String APP =
            "echo \"version $(cat built)\"; trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done";

    ReactingProject project;

    abstract ReactingProject project() throws Exception;

    /// The command lines of all processes in the target.
    abstract String processes() throws Exception;

    @BeforeEach
    void make() throws Exception {
        project = project();
    }

    @AfterEach
    void close() {
        project.close();
    }

    void appOfBuiltFile() throws Exception {
        project.build = project.step("cp source built");
        project.run = project.step(APP);
        project.write("source", "1");
    }

    @Test
    void buildsStartsAndStartsAgain() throws Exception {
        appOfBuiltFile();
        project.up();
        project.awaitLine("version 1");
        project.await(ReactionEvent.AppReady.class);
        for (int i = 2; i < 8; i++) {
            project.events.forget();
            project.write("source", Integer.toString(i));
            project.awaitLine("version " + i);
            var ready = project.await(ReactionEvent.AppReady.class);
            assertThat(ready.action()).isEqualTo("build");
            assertThat(ready.parts().keySet()).containsExactly("sync", "quiet", "build", "stop", "start", "ready");
        }
        project.down();
        assertThat(project.lines()).contains("bye");
        assertThat(processes()).doesNotContain("cat built"); // an agent may take a moment longer
    }

    @Test
    void doesNothingWhenContentIsTheSame() throws Exception {
        appOfBuiltFile();
        project.up();
        project.await(ReactionEvent.AppReady.class);
        Thread.sleep(300); // until what is there has been hashed
        project.expectNothing(() -> project.write("source", "1"));
        project.expectNothing(() -> Files.setLastModifiedTime(
                project.source().resolve("source"), FileTime.from(Instant.now().plusSeconds(5))));
        project.expectNothing(() -> Files.setPosixFilePermissions(
                project.source().resolve("source"), PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void buildsAfterAnEditThatKeepsSizeAndTime() throws Exception {
        appOfBuiltFile();
        project.up();
        project.await(ReactionEvent.AppReady.class);
        Thread.sleep(300); // as above
        Path source = project.source().resolve("source");
        Path copy = Files.writeString(project.source().resolveSibling("copy"), "2");
        Files.setLastModifiedTime(copy, Files.getLastModifiedTime(source)); // as `cp -p`
        Files.move(copy, source, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        project.awaitLine("version 2");
    }

    @Test
    void aFailedBuildKeepsTheOldApp() throws Exception {
        appOfBuiltFile();
        project.build =
                project.step("grep -q broken source && { echo source:1: broken >&2; exit 3; }; cp source built");
        project.rules.add(project.rule("*.conf", Action.RESTART));
        project.up();
        project.awaitLine("version 1");
        project.await(ReactionEvent.AppReady.class);
        project.events.forget();
        project.write("source", "broken");
        var failed = project.await(ReactionEvent.StepEnded.class, step -> step.how() != null);
        assertThat(failed.how()).isEqualTo("exit code 3");
        assertThat(failed.appGoesOn()).isTrue();
        assertThat(project.lines()).anyMatch(line -> line.endsWith("source:1: broken"));
        assertThat(project.of(ReactionEvent.AppStopped.class)).isEmpty();

        // A change that needs no build must not restart the app on what is half done.
        project.events.forget();
        project.write("app.conf", "x");
        project.await(ReactionEvent.StepEnded.class, step -> step.how() != null);
        assertThat(project.of(ReactionEvent.AppStopped.class)).isEmpty();

        project.write("source", "2");
        project.awaitLine("version 2");
    }

    @Test
    void aNewerChangeCancelsTheBuild() throws Exception {
        appOfBuiltFile();
        project.build = project.step(
                "echo building $(cat source); v=$(cat source); sleep 1; case $v in slow) sleep 1000;; esac; cp source built");
        project.up();
        project.awaitLine("version 1");
        project.await(ReactionEvent.AppReady.class);
        project.events.forget();
        project.write("source", "slow");
        project.awaitLine("building slow");
        project.write("source", "2");
        project.await(ReactionEvent.StepCancelled.class);
        project.awaitLine("version 2");
        assertThat(processes()).doesNotContain("sleep 1000");
    }

    @Test
    void aStormEndsInOneGoodBuild() throws Exception {
        storm(60);
    }

    /// A change every 50 ms, `last` in all, each of which finds the build of the one before running.
    void storm(int last) throws Exception {
        appOfBuiltFile();
        project.build = project.step("""
                : storm-build
                other=$(cat builder 2>/dev/null) # nothing, if that one was stopped before it wrote
                if [ "$other" ] && { read -r other <"/proc/$other/stat"; } 2>/dev/null; then
                  case $other in *") Z "*) ;; *) echo "two builds at once: $other" ;; esac
                fi
                echo $$ >builder
                cp source half
                sleep 0.3
                cp half built
                rm builder""");
        project.run = project.step(": storm-app; " + APP);
        project.up();
        project.awaitLine("version 1");
        project.await(ReactionEvent.AppReady.class);
        project.events.forget();
        for (int i = 2; i <= last; i++) {
            project.write("source", Integer.toString(i));
            Thread.sleep(50);
        }
        project.awaitLine("version " + last);
        project.await(ReactionEvent.AppReady.class);
        Thread.sleep(1000); // for a build too many
        assertThat(project.lines())
                .noneMatch(line -> line.startsWith("two builds"))
                .last()
                .isEqualTo("version " + last);
        assertThat(project.lines().stream().filter(("version " + last)::equals)).hasSize(1);
        assertThat(project.of(ReactionEvent.StepCancelled.class)).isNotEmpty();
        assertThat(processes().lines().filter(line -> line.contains("storm-app")))
                .hasSize(1);
        assertThat(processes()).doesNotContain("storm-build");
        project.down();
        assertThat(processes()).doesNotContain("storm-app");
    }

    @Test
    void picksTheFirstRuleThatMatches() throws Exception {
        appOfBuiltFile();
        project.run =
                project.step("echo up; trap 'echo reloaded' HUP; trap 'exit 0' TERM; while :; do sleep 0.05; done");
        project.rules.add(project.rule("*.md", Action.NONE));
        project.rules.add(project.rule("*.toml", Action.SIGNAL));
        project.rules.add(
                new Rule(List.of("deps"), project.step("echo fetching $(cat deps)"), Action.RESTART, null, 0));
        project.up();
        project.await(ReactionEvent.AppReady.class);
        project.expectNothing(() -> project.write("README.md", "words"));
        project.events.forget();
        project.write("a.toml", "x = 1");
        project.awaitLine("reloaded");
        assertThat(project.of(ReactionEvent.AppStopped.class)).isEmpty();
        project.events.forget();
        project.write("deps", "one");
        project.awaitLine("up");
        assertThat(project.lines()).containsSubsequence("fetching one", "up");
        assertThat(project.of(ReactionEvent.StepStarted.class))
                .extracting(ReactionEvent.StepStarted::kind)
                .containsOnly(ReactionEvent.Kind.EXEC);
    }

    @Test
    void waitsUntilTheAppIsReady() throws Exception {
        project.run = project.step("sleep 0.5; echo listening now; trap 'exit 0' TERM; while :; do sleep 0.05; done");
        project.ready = new Ready(new Ready.Check.Log("listening"), Duration.ofSeconds(30));
        project.write("a", "1");
        project.up();
        var ready = project.await(ReactionEvent.AppReady.class);
        assertThat(ready.parts().get("ready")).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(project.lines()).contains("listening now");
    }

    @Test
    void aCommandTellsThatTheAppIsReady() throws Exception {
        project.run = project.step("rm -f is-ready; sleep 0.5; touch is-ready; exec sleep 100");
        project.ready = new Ready(new Ready.Check.Command(project.step("test -e is-ready")), Duration.ofSeconds(30));
        project.write("a", "1");
        project.up();
        project.await(ReactionEvent.AppReady.class);
    }

    @Test
    void saysThatTheAppDoesNotGetReady() throws Exception {
        project.run = project.step("echo I am confused; exec sleep 100");
        project.ready = new Ready(new Ready.Check.Tcp(1), Duration.ofSeconds(1));
        project.write("a", "1");
        project.up();
        var late = project.await(ReactionEvent.AppNotReady.class);
        assertThat(late.lastLines()).contains("I am confused");
        assertThat(late.check()).isEqualTo("nothing listens on port 1");
        assertThat(project.of(ReactionEvent.AppReady.class)).isEmpty();
    }

    @Test
    void saysThatTheAppHasEndedAndStartsItAtTheNextChange() throws Exception {
        project.run = project.step("echo dying; [ -e fixed ] || exit 4; echo fixed; exec sleep 100");
        project.write("a", "1");
        project.up();
        var ended = project.await(ReactionEvent.AppEnded.class);
        assertThat(ended.how()).isEqualTo("exit code 4");
        assertThat(ended.lastLines()).containsExactly("dying");
        project.write("fixed", "");
        project.awaitLine("fixed");
    }

    @Test
    void startsACrashedAppAtOnceWhenSomethingChangesAndNotAfterAGoodEnd() throws Exception {
        project.run = project.step("echo try; [ -e good ] && exit 0; exit 5");
        project.restart = Reactions.Restart.ON_FAILURE;
        project.write("a", "1");
        project.up();
        project.await(ReactionEvent.AppEnded.class, ended -> ended.next().contains("400 ms"));
        project.events.forget();
        project.write("good", "");
        var ended =
                project.await(ReactionEvent.AppEnded.class, each -> each.how().equals("exit code 0"));
        assertThat(ended.next()).isEqualTo("waiting for the next change");
        int tries = project.of(ReactionEvent.AppStarted.class).size();
        Thread.sleep(1500); // it was to be started 800 ms after the last crash
        assertThat(project.of(ReactionEvent.AppStarted.class)).hasSize(tries);
    }

    @Test
    void startsACrashedAppAgainAndAgain() throws Exception {
        project.run = project.step("echo try; exit 5");
        project.restart = Reactions.Restart.ON_FAILURE;
        project.write("a", "1");
        project.up();
        await().atMost(ReactingProject.LIMIT)
                .until(() -> project.of(ReactionEvent.AppEnded.class).size() >= 4);
        assertThat(project.of(ReactionEvent.AppEnded.class))
                .extracting(ReactionEvent.AppEnded::next)
                .startsWith(
                        "starting it again in 100 ms", "starting it again in 200 ms", "starting it again in 400 ms");
    }

    @Test
    void killsAnAppThatIgnoresItsSignalAndStopsItsChildren() throws Exception {
        project.stop = new StopSignal("TERM", Duration.ofMillis(300));
        project.run = project.step("trap '' TERM; sleep 2001 & (sleep 2002 &) ; echo up; while :; do sleep 0.05; done");
        project.write("a", "1");
        project.up();
        project.awaitLine("up");
        project.events.forget();
        project.write("a", "2");
        var stopped = project.await(ReactionEvent.AppStopped.class);
        assertThat(stopped.killed()).isTrue();
        project.awaitLine("up");
        project.down();
        assertThat(processes()).doesNotContain("sleep 200");
    }

    @Test
    void stopsABuildThatHangs() throws Exception {
        Step hangs = project.step("sleep 3000");
        project.build = new Step(
                hangs.command(),
                hangs.text(),
                hangs.folder(),
                null,
                hangs.environment(),
                Duration.ofMillis(500),
                List.of(),
                List.of());
        project.write("a", "1");
        project.up();
        var ended = project.await(ReactionEvent.StepEnded.class);
        assertThat(ended.how()).startsWith("stopped after its limit");
        assertThat(processes()).doesNotContain("sleep 3000");
    }

    @Test
    void survivesABuildThatKillsItsShellAndFloods() throws Exception {
        appOfBuiltFile();
        project.build = project.step(
                "case $(cat source) in 2) kill -9 $$;; 3) i=0; while [ $i -lt 5000 ]; do echo flood $i; i=$((i+1)); done; exit 1;; esac; cp source built");
        project.up();
        project.awaitLine("version 1");
        project.write("source", "2");
        project.await(
                ReactionEvent.StepEnded.class,
                step -> step.how() != null && step.how().contains("SIGKILL"));
        project.write("source", "3");
        project.await(ReactionEvent.StepEnded.class, step -> "exit code 1".equals(step.how()));
        assertThat(project.lines()).contains("flood 4999");
        project.write("source", "4");
        project.awaitLine("version 4");
    }

    @Test
    void runsWhatIsAskedFor() throws Exception {
        appOfBuiltFile();
        Session session = project.up();
        project.awaitLine("version 1");
        project.await(ReactionEvent.AppReady.class);
        project.events.forget();
        assertThat(session.restart(List.of("api"))).isEqualTo(1);
        assertThat(project.await(ReactionEvent.AppReady.class).action()).isEqualTo("restart");
        project.events.forget();
        session.rebuild(List.of());
        assertThat(project.await(ReactionEvent.AppReady.class).action()).isEqualTo("build");
        project.awaitLine("version 1");
    }

    @Test
    void saysSinceTheSaveOnlyWhereSomebodySaved() throws Exception {
        appOfBuiltFile();
        Session session = project.up();
        var first = project.await(ReactionEvent.AppReady.class);
        assertThat(first.since()).isEqualTo(ReactionEvent.Since.START);
        assertThat(first.parts()).doesNotContainKeys("sync", "quiet");
        project.events.forget();
        Thread.sleep(1000); // what was saved before does not count
        session.restart(List.of());
        var asked = project.await(ReactionEvent.AppReady.class);
        assertThat(asked.since()).isEqualTo(ReactionEvent.Since.REQUEST);
        awaitHistory("restart", 1, 1);
        assertThat(project.history("restart").median())
                .as("no time but a save's")
                .isNull();
        project.events.forget();
        project.write("source", "2");
        assertThat(project.await(ReactionEvent.AppReady.class).since()).isEqualTo(ReactionEvent.Since.SAVE);
        awaitHistory("build", 2, 2);
        assertThat(project.history("build").median()).isNotNull();
    }

    private void awaitHistory(String action, long count, long succeeded) {
        await().atMost(ReactingProject.LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(project.history(action))
                        .matches(rung -> rung.count() == count && rung.succeeded() == succeeded));
    }

    @Test
    void countsWhatFailsAndSaysWhy() throws Exception {
        appOfBuiltFile();
        project.build = project.step("grep -q broken source && exit 3; cp source built");
        Session session = project.up();
        project.await(ReactionEvent.AppReady.class);
        project.events.forget();
        project.write("source", "broken");
        project.await(ReactionEvent.StepEnded.class, step -> step.how() != null);
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(session.status().apps())
                        .allMatch(app -> app.state().equals("failed") && app.pid() > 0)
                        .extracting(Status.AppStatus::reason)
                        .containsExactly("build failed: exit code 3"));
        project.events.forget();
        project.write("other", "2");
        var again = project.await(ReactionEvent.StepStarted.class);
        assertThat(again.why()).isEqualTo("other changed; tried again for source");
        project.await(ReactionEvent.StepEnded.class);
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(session.status().apps())
                        .allMatch(app -> app.state().equals("failed")));
        project.events.forget();
        project.write("source", "2");
        project.await(ReactionEvent.AppReady.class);
        awaitHistory("build", 4, 2);
        assertThat(session.status().apps()).extracting(Status.AppStatus::reason).containsExactly("");
    }

    @Test
    void namesThePathsThatAskForACommandAndNoOthers() throws Exception {
        appOfBuiltFile();
        project.rules.add(new Rule(List.of("deps"), project.step("grep -q good deps"), Action.BUILD, null, 0));
        project.rules.add(project.rule("*.md", Action.NONE));
        project.write("deps", "good");
        project.write("README.md", "words");
        project.write("a.js", "1");
        project.up();
        project.await(ReactionEvent.AppReady.class);
        assertThat(project.of(ReactionEvent.StepStarted.class))
                .extracting(ReactionEvent.StepStarted::why)
                .containsExactly("deps changed", "the app is started");
        project.events.forget();
        project.write("deps", "bad");
        project.await(ReactionEvent.StepEnded.class, step -> step.how() != null);
        project.events.forget();
        project.write("a.js", "2");
        assertThat(project.await(ReactionEvent.StepStarted.class).why())
                .isEqualTo("a.js changed; tried again for deps");
        project.await(ReactionEvent.StepEnded.class, step -> step.how() != null);
        project.events.forget();
        project.write("deps", "good");
        assertThat(project.await(ReactionEvent.StepStarted.class).why()).isEqualTo("deps changed; tried again");
        project.await(ReactionEvent.AppReady.class);
    }

    @Test
    void doesNotStopABuildForARestartThatFollowsItAnyway() throws Exception {
        appOfBuiltFile();
        project.build = project.step("echo building; sleep 4000");
        Session session = project.up();
        project.awaitLine("building");
        session.restart(List.of());
        Thread.sleep(200); // it would be stopped within 10 ms
        assertThat(project.of(ReactionEvent.StepCancelled.class)).isEmpty();
        session.rebuild(List.of()); // which is what to do about a build that hangs
        project.await(ReactionEvent.StepCancelled.class);
    }

    @Test
    void runsAHookInTheTargetAfterEachSync() throws Exception {
        project.write("a", "1");
        Path log = project.source().resolveSibling("hooks.log");
        project.hooks = new Reactions.Hooks("echo ran >> hooks.log", project.step("echo hooked $(cat a)"));
        project.up();
        project.awaitLine("hooked 1");
        project.write("a", "2");
        project.awaitLine("hooked 2");
        assertThat(Files.readString(log)).isEqualTo("ran\nran\n");
    }
}
