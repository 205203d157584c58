package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Pods that come late, are replaced, scaled, restarted, or cannot be reached for a while, as `devsync up` sees them
/// through the real kubectl.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class PodsComeAndGoIT {

    private static final String TARGET = "/srv/app";

    private static Engine engine;

    @TempDir
    Path folder;

    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private TestCluster cluster;
    private SyncedProject project;

    @BeforeAll
    static void connect() throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void makeProject() throws Exception {
        cluster = new TestCluster(engine, folder);
        project = SyncedProject.inPods(folder, new PodsOnly(cluster), "app=api", TARGET);
        project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    @AfterEach
    void end() {
        project.close();
        cluster.close();
        containers.parallelStream().forEach(GenericContainer::close);
    }

    /// The id of a fresh container for a pod.
    private String container() {
        GenericContainer<?> container = TestEngine.start("busybox");
        containers.add(container);
        return container.getContainerId();
    }

    private void awaitCaughtUp(String pod) {
        project.events.await(
                Event.CaughtUp.class, event -> event.target().instance().equals(pod));
    }

    @Test
    void waitsForAPodAndSaysWhy() throws Exception {
        project.up();
        assertThat(project.events.await(Event.Waiting.class).why())
                .isEqualTo("there is no pod app=api in the current kubectl context");
        cluster.add("other-1", "other", container());
        cluster.add("api-1", "api", container(), "ImagePullBackOff");
        project.events.await(
                Event.Waiting.class,
                event -> event.why().equals("pod api-1 is not running: container api (ImagePullBackOff)"));
        project.write("c.txt", "while waiting\n");
        cluster.run("api-1");
        awaitCaughtUp("api-1");
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(1);
    }

    @Test
    void followsARollout() throws Exception {
        cluster.add("api-1", "api", container());
        project.upInSync();
        project.events.forget();
        cluster.drain("api-1");
        cluster.add("api-2", "api", container(), "ContainerCreating");
        assertThat(project.events.await(Event.Gone.class).target().instance()).isEqualTo("api-1");
        project.write("c.txt", "c\n");
        cluster.run("api-2");
        cluster.remove("api-1");
        awaitCaughtUp("api-2");
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(1);
        project.write("d.txt", "d\n");
        project.awaitMirrored();
    }

    @Test
    void isNotFooledByANameThatIsUsedAgain() throws Exception {
        cluster.add("api-0", "api", container());
        project.upInSync();
        project.events.forget();
        cluster.remove("api-0");
        cluster.add("api-0", "api", container()); // as a StatefulSet does: another pod, nothing in it
        assertThat(project.events
                        .await(Event.CaughtUp.class, event -> event.sent().written() == 2)
                        .target()
                        .instance())
                .isEqualTo("api-0");
        project.awaitMirrored();
    }

    @Test
    void connectsAgainWhenAContainerWasRestarted() throws Exception {
        String container = container();
        cluster.add("api-1", "api", container);
        project.upInSync();
        project.events.forget();
        TestEngine.docker(engine).restartContainerCmd(container).withTimeout(0).exec();
        cluster.startContainerAgain("api-1");
        awaitCaughtUp("api-1");
        project.write("a.txt", "after it\n");
        project.awaitMirrored();
    }

    @Test
    void scalesToThreeAndBack() throws Exception {
        cluster.add("api-1", "api", container());
        project.upInSync();
        cluster.add("api-2", "api", container());
        cluster.add("api-3", "api", container());
        awaitCaughtUp("api-2");
        awaitCaughtUp("api-3");
        project.events.forget();
        project.write("a.txt", "for all\n");
        Event.Synced synced = project.events.await(Event.Synced.class);
        assertThat(synced.targetsInAll()).isEqualTo(3);
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(3);

        cluster.drain("api-2");
        assertThat(project.events.await(Event.Gone.class).target().instance()).isEqualTo("api-2");
        project.events.forget();
        project.write("a.txt", "for two\n");
        assertThat(project.events.await(Event.Synced.class).targetsInAll()).isEqualTo(2);
        assertThat(project.mirrored()).hasSize(2);
    }

    @Test
    void loosesNothingWhenAPodIsReplacedInTheMiddleOfADelta() throws Exception {
        cluster.add("api-1", "api", container());
        project.upInSync();
        for (int i = 0; i < 300; i++) {
            project.write("many/file-" + i + ".txt", "x".repeat(20_000) + i + "\n");
        }
        cluster.cut();
        cluster.remove("api-1");
        cluster.add("api-2", "api", container());
        project.write("many/last.txt", "last\n");
        awaitCaughtUp("api-2");
        project.awaitMirrored();
        project.awaitQuiet();
    }

    @Test
    void connectsAgainAfterACut() throws Exception {
        cluster.add("api-1", "api", container());
        project.upInSync();
        project.events.forget();
        cluster.cut();
        project.write("a.txt", "after the cut\n");
        awaitCaughtUp("api-1");
        project.awaitMirrored();
        project.awaitQuiet();
    }

    @Test
    void sitsOutAnApiServerThatIsAway() throws Exception {
        cluster.add("api-1", "api", container());
        project.upInSync();
        project.events.forget();
        cluster.goAway();
        project.write("a.txt", "while it is away\n");
        project.events.await(Event.Trouble.class, event -> event.subject().equals("the current kubectl context"));
        cluster.add("api-2", "api", container());
        project.events.forget();
        cluster.comeBack();
        awaitCaughtUp("api-1");
        awaitCaughtUp("api-2");
        assertThat(project.events.await(Event.Recovered.class).toString()).isNotEmpty();
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(2);
    }

    @Test
    void looksByItselfWherePodsMayNotBeWatched() throws Exception {
        cluster.refuse("watch pods");
        cluster.add("api-1", "api", container());
        project.upInSync();
        Event.Trouble told = project.events.await(Event.Trouble.class);
        assertThat(told.message()).contains("jane may not watch pods in namespace dev");
        cluster.add("api-2", "api", container());
        awaitCaughtUp("api-2");
        project.awaitMirrored();
    }

    @Test
    void saysWhatIsMissingWhereProcessesMayNotBeStarted() throws Exception {
        cluster.refuse("create pods/exec");
        cluster.add("api-1", "api", container());
        project.up();
        Event.Trouble told = project.events.await(Event.Trouble.class);
        assertThat(told.message()).contains("pod api-1", "jane may not create pods/exec in namespace dev");
        assertThat(told.advice()).contains("get and create on pods/exec");
        cluster.allowAll();
        awaitCaughtUp("api-1");
        project.awaitMirrored();
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        String container = container();
        cluster.add("api-1", "api", container);
        project.upInSync();
        assertThat(kubectls()).as("an agent and a watch at least").isGreaterThan(1);
        project.down();
        assertThat(kubectls()).isZero();
        await().atMost(SyncedProject.LIMIT)
                .untilAsserted(() -> assertThat(TestEngine.processes(engine, containers.getFirst()))
                        .containsExactly("sleep infinity"));
    }

    private static long kubectls() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/kubectl"))
                .count();
    }
}
