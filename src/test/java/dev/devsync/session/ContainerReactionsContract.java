package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Action;
import dev.devsync.config.Location;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Reactions in containers, and to what happens to containers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerReactionsContract extends ReactionsContract {

    /// The images' own process, a sleep, does not end by a signal.
    private static final StopSignal SOON = new StopSignal("TERM", Duration.ofMillis(500));

    @TempDir
    Path folder;

    private final String image;
    private Engine engine;
    private GenericContainer<?> container;
    private int count;

    ContainerReactionsContract(String image) {
        this.image = image;
    }

    @BeforeAll
    void start() throws Exception {
        engine = TestEngine.connect();
        container = TestEngine.start(image);
    }

    @AfterAll
    void stop() {
        container.stop();
        engine.close();
    }

    @Override
    ReactingProject project() throws Exception {
        return project(container, "/srv/app" + ++count);
    }

    private ReactingProject project(GenericContainer<?> in, String root) throws Exception {
        ReactingProject made = new ReactingProject(
                folder.resolve("project" + count),
                new Location.ContainerName(TestEngine.info(engine, in).name()),
                new TargetPath(root),
                TestEngine::connect);
        made.toolbox = toolbox();
        return made;
    }

    /// What helps out where the image has no shell.
    ToolboxChoice toolbox() {
        return ToolboxChoice.OFF;
    }

    @Override
    String processes() throws Exception {
        return String.join("\n", TestEngine.processes(engine, container));
    }

    @Test
    void startsTheAppAgainAfterTheContainer() throws Exception {
        project.run = project.step("echo up; trap 'exit 0' TERM; while :; do sleep 0.05; done");
        project.write("a", "1");
        project.up();
        project.await(ReactionEvent.AppReady.class);
        project.events.forget();
        engine.restart(TestEngine.info(engine, container).id(), java.time.Duration.ZERO);
        project.await(ReactionEvent.AppReady.class);
        project.awaitLine("up");
    }

    @Test
    void restartsTheContainerAndTheAppInIt() throws Exception {
        appOfBuiltFile();
        project.stop = SOON;
        project.rules.add(project.rule("*.conf", Action.CONTAINER_RESTART));
        project.up();
        project.awaitLine("version 1");
        project.await(ReactionEvent.AppReady.class);
        Instant before = TestEngine.info(engine, container).startedAt();
        project.events.forget();
        project.write("app.conf", "x");
        project.events.await(Event.CaughtUp.class);
        project.awaitLine("version 1");
        var ready = project.await(ReactionEvent.AppReady.class);
        assertThat(ready.action()).isEqualTo("container-restart");
        assertThat(ready.since()).isEqualTo(ReactionEvent.Since.SAVE);
        assertThat(TestEngine.info(engine, container).startedAt()).isAfter(before);
        project.events.forget();
        project.write("source", "2");
        project.awaitLine("version 2");
        assertThat(project.events.of(Event.CaughtUp.class)).as("restarted once").isEmpty();
    }

    @Test
    void doesNotRestartAContainerInACircle() throws Exception {
        try (GenericContainer<?> forgetful =
                TestEngine.container(image).withTmpFs(Map.of("/mem", "rw")).withStartupTimeout(ReactingProject.LIMIT)) {
            forgetful.start();
            try (ReactingProject other = project(forgetful, "/mem/app")) {
                other.stop = SOON;
                other.rules.add(other.rule("*", Action.CONTAINER_RESTART));
                other.write("a", "1");
                other.up();
                other.await(
                        ReactionEvent.Planned.class,
                        each -> each.plan().action().equals("container-restart"));
                other.events.await(Event.Gone.class);
                other.events.forget();
                // Its files were in memory: all come again, and ask for the same.
                var planned = other.await(ReactionEvent.Planned.class);
                assertThat(planned.plan().action()).isEqualTo("none");
                assertThat(planned.plan().passedOver())
                        .anyMatch(over -> over.action().equals("container-restart")
                                && over.because().contains("only just come"));
                other.events.forget();
                other.write("a", "2");
                other.await(
                        ReactionEvent.Planned.class,
                        each -> each.plan().action().equals("container-restart"));
            }
        }
    }

    @Test
    void attachesToAnAppThatWasLeftRunning() throws Exception {
        project.run = project.step("echo up; trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done");
        project.write("a", "1");
        Session session = project.up();
        long pid = project.await(ReactionEvent.AppStarted.class).pid();
        project.await(ReactionEvent.AppReady.class);
        session.keepRunning();
        project.down();
        assertThat(processes()).contains("echo bye");
        project.events.forget();
        project.up();
        var attached = project.await(ReactionEvent.AppStarted.class);
        assertThat(attached.pid()).isEqualTo(pid);
        assertThat(attached.attached()).isTrue();
        project.write("a", "2");
        project.await(ReactionEvent.AppStopped.class);
        project.await(ReactionEvent.AppStarted.class, started -> !started.attached());
        project.down();
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(processes()).doesNotContain("echo bye"));
    }

    @Test
    void anOlderDevsyncLeavesTheAppToTheNewerOne() throws Exception {
        project.run = project.step("echo up; trap 'exit 0' TERM; while :; do sleep 0.05; done");
        project.write("a", "1");
        Session older = project.up();
        long pid = project.await(ReactionEvent.AppStarted.class).pid();
        project.await(ReactionEvent.AppReady.class);
        try (ReactingProject newer = project(container, project.root.value())) {
            newer.run = project.run;
            newer.up();
            var attached = newer.await(ReactionEvent.AppStarted.class);
            assertThat(attached.attached()).isTrue();
            assertThat(attached.pid()).isEqualTo(pid);
            project.events.forget();
            older.awaitFenced();
            project.down();
            assertThat(project.of(ReactionEvent.AppStopped.class)).isEmpty();
            newer.events.forget();
            newer.write("a", "2");
            newer.await(ReactionEvent.AppStopped.class);
            newer.await(ReactionEvent.AppReady.class);
            Thread.sleep(500); // what had found the old app lets go of it, and must not take the new one along
            assertThat(newer.of(ReactionEvent.AppEnded.class)).isEmpty();
            assertThat(processes()).contains("echo up");
        }
    }

    @Test
    void startsAnAppAnewThatWentWithTheDevsyncThatHadStartedIt() throws Exception {
        project.run = project.step("echo up; trap 'exit 0' TERM; while :; do sleep 0.05; done");
        project.write("a", "1");
        project.up();
        project.await(ReactionEvent.AppReady.class);
        try (ReactingProject newer = project(container, project.root.value())) {
            newer.run = project.run;
            newer.up();
            newer.await(ReactionEvent.AppStarted.class, ReactionEvent.AppStarted::attached);
            project.down(); // before it could notice
            newer.await(ReactionEvent.AppStarted.class, started -> !started.attached());
            newer.awaitLine("up");
            assertThat(newer.of(ReactionEvent.AppEnded.class))
                    .extracting(ReactionEvent.AppEnded::how)
                    .containsExactly("it went with the devsync that had started it");
        }
    }

    @Test
    void stopsTheAppWhenDevsyncIsCutOff() throws Exception {
        project.run = project.step("echo up; exec sleep 2500");
        project.write("a", "1");
        project.up();
        project.awaitLine("up");
        project.down();
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(processes()).doesNotContain("sleep 2500"));
    }
}
