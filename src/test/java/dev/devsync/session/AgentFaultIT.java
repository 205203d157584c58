package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// Agents that are killed, cut off, overtaken or left alone.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class AgentFaultIT {

    /// Kills every agent, which is known by the word after its script; the shell that looks has no such word.
    private static final String KILL_AGENTS = """
            for p in /proc/[0-9]*; do
              tr '\\0' '\\n' <$p/cmdline | grep -qx devsync && kill -9 ${p#/proc/} && echo killed
            done
            """;

    private static Engine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    private SyncedProject project(GenericContainer<?> container, String name) throws Exception {
        SyncedProject project = new SyncedProject(
                folder.resolve(name),
                engine,
                "container: " + container.getContainerName().substring(1),
                "/srv/app");
        return project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container.execInContainer("sh", "-c", command).getStdout();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void startsAnotherAgentWhenOneIsKilled(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "project")) {
            project.upInSync();
            project.awaitQuiet();
            assertThat(sh(container, KILL_AGENTS)).contains("killed");
            project.write("a.txt", "after the kill\n");
            project.awaitMirrored();

            for (int i = 0; i < 3000; i++) {
                project.write("many/" + i % 10 + "/file-" + i, "file " + i + "\n");
                if (i % 1000 == 500) {
                    sh(container, KILL_AGENTS);
                }
            }
            project.awaitMirrored();
            project.awaitQuiet();
            project.down();
            assertThat(project.upInSync().sent().changes()).isZero();
        }
    }

    @Test
    void goesOnWhenEveryProcessButTheFirstIsKilled() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container, "project")) {
            project.upInSync();
            project.write("a.txt", "before\n");
            project.awaitMirrored();
            sh(container, "kill -9 -1");
            project.write("a.txt", "after\n").delete("folder");
            project.awaitMirrored();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void leavesNothingBehind(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "project")) {
            project.upInSync();
            project.write("many/x", "x");
            project.awaitMirrored();
            project.awaitQuiet();
            assertThat(TestEngine.processes(engine, container)).hasSizeGreaterThan(1);
            for (int i = 0; i < 500; i++) {
                project.write("many/" + i, "cut off in the middle\n".repeat(1000));
            }
            project.down();
            await().atMost(SyncedProject.LIMIT)
                    .untilAsserted(() -> assertThat(TestEngine.processes(engine, container))
                            .allMatch(command -> command.startsWith("sleep inf")));
            // The agent that was cut off tidies up as it ends, or the next one does.
            project.upInSync();
            project.awaitMirrored();
            project.down();
            await().atMost(SyncedProject.LIMIT)
                    .untilAsserted(() -> assertThat(sh(container, "ls -A /srv/.devsync-app /srv; ls -A /srv/app"))
                            .doesNotContain("in-", "probe")
                            .contains("owned"));
            assertThat(TestEngine.processes(engine, container)).allMatch(command -> command.startsWith("sleep inf"));
        }
    }

    /// The older one has nothing to send, and says so all the same.
    @Test
    void theOlderOfTwoSessionsStopsByItself() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject first = project(container, "first");
                SyncedProject second = project(container, "second")) {
            first.events.forget();
            Session session = first.up();
            first.events.await(Event.CaughtUp.class);
            second.upInSync();
            assertThat(first.events.await(Event.Trouble.class).message()).contains("another devsync");
            session.awaitFenced();
            assertThat(first.status().allInSync()).isFalse();
            second.write("a.txt", "the second's\n");
            second.awaitMirrored();
        }
    }

    @Test
    void theNewerOfTwoSessionsGoesOn() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject first = project(container, "first");
                SyncedProject second = project(container, "second")) {
            first.events.forget();
            Session session = first.up();
            first.events.await(Event.CaughtUp.class);
            second.write("a.txt", "the second's\n");
            second.upInSync();
            second.awaitMirrored();
            first.write("a.txt", "the first's, which must not arrive\n");
            Event.Trouble trouble = first.events.await(Event.Trouble.class);
            assertThat(trouble.message()).contains("another devsync");
            assertThat(trouble.advice()).contains("newer one goes on");
            session.awaitFenced();
            second.write("folder/b.txt", "changed\n");
            second.awaitMirrored();
            assertThat(sh(container, "cat /srv/app/a.txt")).isEqualTo("the second's\n");
            assertThat(second.events.of(Event.Trouble.class)).isEmpty();
            first.down();
            second.write("a.txt", "still\n");
            second.awaitMirrored();
            assertThat(List.of(Files.readString(second.path("a.txt")), sh(container, "cat /srv/app/a.txt")))
                    .containsOnly("still\n");
        }
    }
}
