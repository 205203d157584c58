package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Location;
import dev.devsync.report.ReactionEvent;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Reactions in containers, and to what happens to containers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerReactionsContract extends ReactionsContract {

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
        return new ReactingProject(
                folder.resolve("project" + ++count),
                new Location.ContainerName(TestEngine.info(engine, container).name()),
                new TargetPath("/srv/app" + count),
                TestEngine::connect);
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
