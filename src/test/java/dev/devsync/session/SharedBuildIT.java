package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Location;
import dev.devsync.config.Step;
import dev.devsync.report.ReactionEvent;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Replicas take what one of them has built.
class SharedBuildIT {

    @TempDir
    Path folder;

    @Test
    void replicasBuildOnce() throws Exception {
        String label = "dev.devsync.test.shared-build";
        String value = Long.toString(System.nanoTime());
        try (GenericContainer<?> one = TestEngine.container("debian").withLabel(label, value);
                GenericContainer<?> two = TestEngine.container("debian").withLabel(label, value);
                ReactingProject project = new ReactingProject(
                        folder, new Location.Label(label, value), new TargetPath("/srv/app"), TestEngine::connect)) {
            one.start();
            two.start();
            Step build = project.step("hostname > /tmp/built; cat source >> /tmp/built; sleep 0.5");
            project.build = new Step(
                    build.command(),
                    build.text(),
                    build.folder(),
                    null,
                    Map.of(),
                    Duration.ofMinutes(1),
                    List.of(),
                    List.of(new TargetPath("/tmp/built")));
            project.run = project.step("echo runs $(cat /tmp/built); trap 'exit 0' TERM; while :; do sleep 0.05; done");
            project.write("source", "1");
            project.up();
            awaitBoth(project, " 1");
            for (int version = 2; version < 5; version++) {
                project.events.forget();
                project.write("source", Integer.toString(version));
                List<String> said = awaitBoth(project, " " + version);
                assertThat(said).as(project.events.toString()).hasSize(2);
                assertThat(said.get(0)).as("built in one place").isEqualTo(said.get(1));
                assertThat(project.of(ReactionEvent.StepStarted.class)).hasSize(1);
            }
        }
    }

    private static List<String> awaitBoth(ReactingProject project, String version) {
        Awaitility.await()
                .atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(lines(project, version)).hasSize(2));
        return lines(project, version);
    }

    private static List<String> lines(ReactingProject project, String version) {
        return project.lines().stream()
                .filter(line -> line.startsWith("runs ") && line.endsWith(version))
                .toList();
    }
}
