package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Containers that come late, restart, are recreated, sleep, or are several.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ContainersComeAndGoIT {

    private static Engine engine;

    @TempDir
    Path folder;

    private final String name = "devsync-it-" + System.nanoTime();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private SyncedProject project(String location) throws Exception {
        SyncedProject project = new SyncedProject(folder, engine, location, "/srv/app");
        opened.add(project);
        return project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private GenericContainer<?> container(String containerName) {
        GenericContainer<?> container = TestEngine.container("busybox")
                .withCreateContainerCmdModifier(create -> create.withName(containerName));
        opened.add(container);
        return container;
    }

    private static DockerClient docker() throws Exception {
        return TestEngine.docker(engine);
    }

    @Test
    void waitsForAContainerThatIsNotThereYet() throws Exception {
        SyncedProject project = project("container: " + name);
        project.up();
        assertThat(project.events.await(Event.Waiting.class).why()).contains("no container " + name);
        assertThat(project.status().allInSync()).isFalse();
        project.write("a.txt", "changed while waiting\n");
        container(name).start();
        Event.CaughtUp caughtUp = project.events.await(Event.CaughtUp.class);
        assertThat(caughtUp.target().instance()).isEqualTo(name);
        project.awaitMirrored();
        project.write("c.txt", "c\n");
        project.awaitMirrored();
        assertThat(project.events.of(Event.Waiting.class))
                .as("each reason once")
                .doesNotHaveDuplicates();
    }

    @Test
    void catchesUpAfterARestart() throws Exception {
        GenericContainer<?> container = container(name);
        container.start();
        SyncedProject project = project("container: " + name);
        project.upInSync();
        project.awaitMirrored();
        project.events.forget();
        docker().restartContainerCmd(container.getContainerId()).withTimeout(0).exec();
        project.write("a.txt", "after the restart\n");
        project.events.await(Event.CaughtUp.class);
        project.awaitMirrored();

        project.events.forget();
        docker().stopContainerCmd(container.getContainerId()).withTimeout(0).exec();
        assertThat(project.events.await(Event.Gone.class).why()).contains("exited");
        project.write("a.txt", "while it is stopped\n").delete("folder");
        docker().startContainerCmd(container.getContainerId()).exec();
        Event.CaughtUp caughtUp = project.events.await(Event.CaughtUp.class);
        assertThat(caughtUp.sent().written()).isEqualTo(1);
        assertThat(caughtUp.sent().deleted()).isEqualTo(2);
        project.awaitMirrored();
        assertThat(project.events.of(Event.Trouble.class)).isEmpty();
    }

    @Test
    void fillsATmpfsAgainThatARestartEmptied() throws Exception {
        GenericContainer<?> container = container(name).withTmpFs(Map.of("/srv/app", "rw,size=16m"));
        container.start();
        SyncedProject project = project("container: " + name);
        project.upInSync();
        project.awaitMirrored();
        project.events.forget();
        docker().restartContainerCmd(container.getContainerId()).withTimeout(0).exec();
        assertThat(project.events.await(Event.CaughtUp.class).sent().written()).isEqualTo(2);
        project.awaitMirrored();
        project.write("c.txt", "c\n");
        project.awaitMirrored();
    }

    @Test
    void followsANameToANewContainer() throws Exception {
        GenericContainer<?> first = container(name);
        first.start();
        SyncedProject project = project("container: " + name);
        project.upInSync();
        project.awaitMirrored();
        project.events.forget();
        first.stop(); // Testcontainers removes it
        project.events.await(Event.Gone.class);
        project.write("c.txt", "c\n");
        container(name).start();
        assertThat(project.events.await(Event.CaughtUp.class).sent().written()).isEqualTo(3);
        project.awaitMirrored();
    }

    @Test
    void sleepsAndWakesWithTheContainer() throws Exception {
        GenericContainer<?> container = container(name);
        container.start();
        SyncedProject project = project("container: " + name);
        project.upInSync();
        project.awaitMirrored();
        project.events.forget();
        docker().pauseContainerCmd(container.getContainerId()).exec();
        assertThat(project.events.await(Event.Waiting.class).why()).contains("paused", "docker unpause " + name);
        project.write("a.txt", "while it sleeps\n");
        docker().unpauseContainerCmd(container.getContainerId()).exec();
        assertThat(project.events.await(Event.CaughtUp.class).sent().written()).isEqualTo(1);
        project.awaitMirrored();
        assertThat(project.events.of(Event.Trouble.class)).isEmpty();
    }

    @Test
    void followsAllReplicasOfALabel() throws Exception {
        List<GenericContainer<?>> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            GenericContainer<?> replica = container(name + "-" + i).withLabel("devsync.it", name);
            replica.start();
            replicas.add(replica);
        }
        SyncedProject project = project("label: devsync.it=" + name);
        project.up();
        for (int i = 0; i < 3; i++) {
            awaitCaughtUp(project, name + "-" + i);
        }
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(3);
        project.events.forget();
        project.write("a.txt", "for all\n");
        Event.Synced synced = project.events.await(Event.Synced.class);
        assertThat(synced.targets()).isEqualTo(3);
        assertThat(synced.targetsInAll()).isEqualTo(3);
        project.awaitMirrored();
        assertThat(project.events.of(Event.Synced.class))
                .as("one event for all three")
                .hasSize(1);

        project.events.forget();
        docker().stopContainerCmd(replicas.get(1).getContainerId())
                .withTimeout(0)
                .exec();
        assertThat(project.events.await(Event.Gone.class).target().instance()).isEqualTo(name + "-1");
        project.write("a.txt", "for two\n");
        assertThat(project.events.await(Event.Synced.class).targetsInAll()).isEqualTo(2);
        project.write("late.txt", "late\n");
        docker().startContainerCmd(replicas.get(1).getContainerId()).exec();
        awaitCaughtUp(project, name + "-1");
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(3);
        assertThat(project.events.of(Event.Waiting.class)).isEmpty();
    }

    private static void awaitCaughtUp(SyncedProject project, String instance) {
        project.events.await(
                Event.CaughtUp.class, event -> event.target().instance().equals(instance));
    }

    @Test
    void findsTheContainersOfACompose() throws Exception {
        SyncedProject project = project("# found by the labels that Compose puts on");
        String composeProject =
                folder.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
        container(name)
                .withLabel("com.docker.compose.project", composeProject)
                .withLabel("com.docker.compose.service", "api")
                .withLabel("com.docker.compose.oneoff", "False")
                .start();
        container(name + "-other")
                .withLabel("com.docker.compose.project", composeProject)
                .withLabel("com.docker.compose.service", "other")
                .start();
        Event.CaughtUp caughtUp = project.upInSync();
        assertThat(caughtUp.target().instance()).isEqualTo(name);
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(1);
    }
}
