package dev.devsync.target.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.LaunchedProcess.Listening;
import dev.devsync.target.LaunchedProcess.Stopped;
import dev.devsync.target.Launcher;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every target promises of the processes that are started in it.
public abstract class LauncherContract {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Long: a test that ends by it fails.
    private static final StopSignal PATIENT = new StopSignal("TERM", Duration.ofSeconds(60));

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> open = new ArrayList<>();
    private Launcher launcher;

    /// A launcher with connections of its own.
    protected abstract Launcher launcher() throws Exception;

    /// Runs a line of shell in the target by other means, and returns what it prints.
    protected abstract String inTarget(String shell) throws Exception;

    /// Whether processes can outlive devsync there.
    protected abstract boolean canLetLive();

    @BeforeEach
    void open() throws Exception {
        lines.clear();
        open.clear();
        launcher = launcher();
        open.add(launcher);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private static Launch launch(String name, String shell, StopSignal stop) {
        return new Launch(
                "test/" + name,
                List.of("sh", "-c", shell),
                new TargetPath("/tmp"),
                Map.of(),
                null,
                stop,
                Launch.Output.OURS_ONLY);
    }

    private LaunchedProcess start(String name, String shell) throws Exception {
        return start(launch(name, shell, PATIENT));
    }

    private LaunchedProcess start(Launch launch) throws Exception {
        LaunchedProcess process = launcher.start(launch, lines::add);
        open.add(process);
        return process;
    }

    private static int exit(LaunchedProcess process) throws Exception {
        return process.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitLine(String line) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines).contains(line));
    }

    private boolean alive(String pid) throws Exception {
        return inTarget("kill -0 " + pid + " 2>/dev/null && echo alive || echo gone")
                .contains("alive");
    }

    @Test
    void givesOutputInTheOrderOfWritingAndTheExitCode() throws Exception {
        LaunchedProcess process = start("simple", "echo one; echo two >&2; printf 'three'; exit 7");
        assertThat(exit(process)).isEqualTo(7);
        process.close();
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void givesValuesThatLookLikeCode() throws Exception {
        String nasty = "a 'b' \"c\" $(touch /tmp/devsync-pwned) `id`\nnew\rline \\ é";
        Launch launch = new Launch(
                "test/quoted",
                List.of("sh", "-c", "printf '%s|' \"$VALUE\" \"$1\"", "name", nasty),
                new TargetPath("/tmp"),
                Map.of("VALUE", nasty),
                null,
                PATIENT,
                Launch.Output.OURS_ONLY);
        LaunchedProcess process = start(launch);
        assertThat(exit(process)).isZero();
        process.close();
        assertThat(String.join("\n", lines)).isEqualTo(nasty + "|" + nasty + "|");
        assertThat(inTarget("ls /tmp")).doesNotContain("devsync-pwned");
    }

    @Test
    void saysThatTheFolderIsMissing() throws Exception {
        Launch launch = new Launch(
                "test/folder",
                List.of("true"),
                new TargetPath("/no/such folder"),
                Map.of(),
                null,
                PATIENT,
                Launch.Output.OURS_ONLY);
        LaunchedProcess process = start(launch);
        assertThat(exit(process)).isEqualTo(126);
        process.close();
        assertThat(lines).anyMatch(line -> line.contains("/no/such folder"));
    }

    @Test
    void passesZeroBytesAndPartsOfTokens() throws Exception {
        LaunchedProcess process = start("zeros", "printf 'a\\0b\\0\\0c\\n\\0\\n'");
        assertThat(exit(process)).isZero();
        process.close();
        assertThat(lines).containsExactly("a\0b\0\0c", "\0");
    }

    @Test
    void losesNothingOfAFlood() throws Exception {
        LaunchedProcess process =
                start("flood", "i=0; while [ $i -lt 20000 ]; do echo \"line $i of a flood\"; i=$((i+1)); done");
        assertThat(exit(process)).isZero();
        process.close();
        assertThat(lines).hasSize(20000);
        assertThat(lines.getLast()).isEqualTo("line 19999 of a flood");
    }

    @Test
    void stopsBySignalAndWaitsForTheEnd() throws Exception {
        LaunchedProcess process = start(
                "polite",
                "trap 'echo stopping; sleep 0.3; echo stopped; exit 3' TERM; echo up; while :; do sleep 0.05; done");
        awaitLine("up");
        assertThat(process.stop(PATIENT)).isEqualTo(Stopped.BY_SIGNAL);
        assertThat(exit(process)).isEqualTo(3);
        process.close();
        assertThat(lines).containsSubsequence("up", "stopping", "stopped"); // and sh's "Terminated" for its sleep
    }

    @Test
    void killsWhatIgnoresTheSignal() throws Exception {
        LaunchedProcess process = start("deaf", "trap '' TERM; echo up; while :; do sleep 0.05; done");
        awaitLine("up");
        assertThat(process.stop(new StopSignal("TERM", Duration.ofMillis(300)))).isEqualTo(Stopped.BY_KILL);
        assertThat(exit(process)).isEqualTo(137);
        assertThat(process.living()).isZero();
    }

    @Test
    void isInterruptedAsAtATerminal() throws Exception {
        LaunchedProcess process =
                start("interrupted", "trap 'echo got it; exit 0' INT; echo up; while :; do sleep 0.05; done");
        awaitLine("up");
        assertThat(process.stop(new StopSignal("INT", Duration.ofSeconds(60)))).isEqualTo(Stopped.BY_SIGNAL);
        process.close();
        assertThat(lines).contains("got it");
    }

    @Test
    void stopsChildrenAndDaemons() throws Exception {
        LaunchedProcess process = start("family", """
                sleep 1000 & echo "child $!"
                if command -v setsid >/dev/null; then setsid sleep 1001 & fi
                sleep 0.3
                echo up; wait""");
        awaitLine("up");
        assertThat(process.living()).isGreaterThanOrEqualTo(2);
        process.stop(PATIENT);
        assertThat(process.living()).isZero();
        assertThat(inTarget("ps 2>/dev/null || cat /proc/[0-9]*/cmdline | tr '\\0' ' '"))
                .doesNotContain("sleep 1000")
                .doesNotContain("sleep 1001");
    }

    @Test
    void tellsOfChildrenThatOutliveTheProcess() throws Exception {
        LaunchedProcess process = start("left", "sleep 1002 & echo bye; exit 0");
        assertThat(exit(process)).isZero();
        assertThat(process.living()).isEqualTo(1);
        assertThat(process.stop(PATIENT)).isEqualTo(Stopped.BY_SIGNAL);
        assertThat(process.stop(PATIENT)).isEqualTo(Stopped.WAS_OVER);
    }

    @Test
    void signalsTheProcessAlone() throws Exception {
        LaunchedProcess process = start("reload", "trap 'echo reloaded' HUP; echo up; while :; do sleep 0.05; done");
        awaitLine("up");
        process.signal("HUP");
        awaitLine("reloaded");
        assertThat(process.exit()).isNotDone();
        process.stop(PATIENT);
    }

    @Test
    void endsWithTheConnection() throws Exception {
        LaunchedProcess process = start(launch(
                "dead-man",
                "trap '' TERM; echo up; while :; do sleep 0.05; done",
                new StopSignal("TERM", Duration.ofMillis(300))));
        awaitLine("up");
        String pid = Long.toString(process.pid());
        assertThat(alive(pid)).isTrue();
        process.close();
        await().atMost(LIMIT).until(() -> !alive(pid));
    }

    @Test
    void livesOnAndIsFoundAgain() throws Exception {
        assumeThat(canLetLive()).isTrue();
        Launch launch = launch("kept", "echo up; exec sleep 1003", PATIENT);
        LaunchedProcess process = start(launch);
        awaitLine("up");
        process.letLive();
        process.close();
        Launcher another = launcher();
        open.add(another);
        assertThat(another.adopt(launch("other", "", PATIENT))).isEmpty();
        LaunchedProcess found = another.adopt(launch).orElseThrow();
        open.add(found);
        assertThat(found.pid()).isEqualTo(process.pid());
        assertThat(found.living()).isEqualTo(1);
        assertThat(found.exit()).isNotDone();
        assertThat(found.stop(PATIENT)).isEqualTo(Stopped.BY_SIGNAL);
        assertThat(exit(found)).isEqualTo(LaunchedProcess.UNKNOWN_CODE);
    }

    @Test
    void isNotStoppedByWhatLookedAfterAnOlderOne() throws Exception {
        LaunchedProcess older = start("same", "echo older; exec sleep 1005");
        awaitLine("older");
        LaunchedProcess newer = start("same", "echo newer; exec sleep 1006");
        awaitLine("newer");
        older.close(); // without a word: its runner stops what it looks after
        String pid = Long.toString(older.pid());
        await().atMost(LIMIT).until(() -> !alive(pid));
        Thread.sleep(500);
        assertThat(newer.exit()).isNotDone();
        newer.stop(PATIENT);
    }

    @Test
    void isNotStoppedByWhatHadFoundAnOlderOne() throws Exception {
        assumeThat(canLetLive()).isTrue();
        Launch launch = launch("found", "echo up; exec sleep 1007", PATIENT);
        LaunchedProcess older = start(launch);
        awaitLine("up");
        older.letLive();
        older.close();
        LaunchedProcess found = launcher().adopt(launch).orElseThrow();
        found.stop(PATIENT);
        lines.clear();
        LaunchedProcess newer = start(launch);
        awaitLine("up");
        assertThat(found.living()).isZero();
        found.close();
        Thread.sleep(500); // for the signal that must not come
        assertThat(newer.exit()).isNotDone();
        newer.stop(PATIENT);
    }

    @Test
    void startsOneAfterTheOther() throws Exception {
        for (int i = 0; i < 10; i++) {
            LaunchedProcess process = start("again", "echo up " + i + "; exec sleep 1004");
            awaitLine("up " + i);
            process.stop(PATIENT);
            process.close();
        }
        assertThat(lines).hasSize(10);
    }

    @Test
    void tellsWhetherSomethingListens() throws Exception {
        int port = 21_000 + (int) (ProcessHandle.current().pid() % 1000); // not of those that clients are given
        Launch launch = launch("listener", """
                if command -v perl >/dev/null; then
                  exec perl -MIO::Socket::INET -e '
                    $| = 1;
                    my $s = IO::Socket::INET->new(Listen => 1, LocalPort => shift, ReuseAddr => 1) or die $!;
                    print "up\\n";
                    sleep 1000' %1$d
                fi
                nc -l -p %1$d & echo up; wait""".formatted(port), PATIENT);
        launcher.prepare(launch);
        assertThat(launcher.listens(launch, port)).isEqualTo(Listening.NO);
        LaunchedProcess process = start(launch);
        awaitLine("up");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(process.listens(port)).isEqualTo(Listening.YES));
        assertThat(process.listens(port + 1)).isEqualTo(Listening.NO);
        assertThat(launcher.listens(launch, port)).as("what is about to start").isEqualTo(Listening.YES);
        process.stop(PATIENT);
        assertThat(process.listens(port)).isEqualTo(Listening.NO);
    }

    @Test
    void leavesNothing() throws Exception {
        LaunchedProcess process = start("gone", "echo up");
        exit(process);
        process.close();
        launcher.close();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(inTarget("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '"))
                        .doesNotContain("test/gone"));
    }
}
