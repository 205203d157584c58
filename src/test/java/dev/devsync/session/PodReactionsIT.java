package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Location;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Reactions in pods.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PodReactionsIT extends ReactionsContract {

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private TestCluster cluster;
    private int count;

    @BeforeAll
    void start(@TempDir Path own) throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start("debian");
        cluster = new TestCluster(engine, own);
        cluster.add("api-1", "api", container.getContainerId());
    }

    @AfterAll
    void stop() {
        if (engine != null) {
            cluster.close();
            container.stop();
            engine.close();
        }
    }

    @Override
    ReactingProject project() throws Exception {
        return new ReactingProject(
                folder.resolve("project" + ++count),
                new Location.Pod("app=api", null, null, null),
                new TargetPath("/srv/app" + count),
                new PodsOnly(cluster));
    }

    @Override
    String processes() throws Exception {
        return String.join("\n", TestEngine.processes(engine, container));
    }

    @Test
    void stopsTheAppWhenDevsyncEnds() throws Exception {
        project.run = project.step("echo up; exec sleep 2600");
        project.write("a", "1");
        project.up();
        project.awaitLine("up");
        project.down();
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(processes()).doesNotContain("sleep 2600"));
    }

    @Test
    void stopsTheAppInThePodWhenTheConnectionIsCut() throws Exception {
        project.run = project.step("echo up; exec sleep 2700");
        project.write("a", "1");
        project.up();
        project.awaitLine("up");
        project.events.forget();
        cluster.cut();
        project.events.await(Event.CaughtUp.class);
        project.write("a", "2");
        project.await(ReactionEvent.AppStarted.class);
        await().atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(processes().split("sleep 2700", -1))
                        .as("only one app is alive")
                        .hasSize(2));
    }
}
