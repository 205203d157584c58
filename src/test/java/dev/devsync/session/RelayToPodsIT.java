package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Location;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.KubeException;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import dev.devsync.tree.TargetPath;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
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

/// A laptop, and a relay in a cluster that brings to pods what it gets, by the real kubectl.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class RelayToPodsIT {

    private static final String TOKEN = "a token for tests only";
    private static final String TARGET = "/srv/app";

    private static Engine engine;

    @TempDir
    Path folder;

    private final RecordedEvents relayEvents = new RecordedEvents();
    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private TestCluster cluster;
    private RelaySession relay;
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
        relay = RelaySession.open(settings("kept"), new PodsOnly(cluster), relayEvents);
        Files.writeString(folder.resolve("token"), TOKEN);
        project = new SyncedProject(
                folder, engine, "relay: {address: \"127.0.0.1:" + relay.port() + "\", token_file: token}", TARGET);
        project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    private RelaySession.Settings settings(String kept) {
        return new RelaySession.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                null,
                TOKEN,
                folder.resolve(kept),
                new Location.Pod("app=api", null, null, null),
                List.of(new TargetPath(TARGET)),
                null,
                ToolboxChoice.OFF);
    }

    @AfterEach
    void end() {
        project.close();
        relay.close();
        cluster.close();
        containers.parallelStream().forEach(GenericContainer::close);
    }

    private GenericContainer<?> pod(String name) {
        GenericContainer<?> container = TestEngine.start("busybox");
        containers.add(container);
        cluster.add(name, "api", container.getContainerId());
        return container;
    }

    private void awaitRelayed(int targets) {
        project.events.await(
                Event.Relayed.class, event -> event.targets() == targets && event.targetsInAll() == targets);
    }

    private static void awaitIn(GenericContainer<?> container, String file, String content) {
        await().atMost(SyncedProject.LIMIT)
                .until(() -> container
                        .execInContainer("cat", TARGET + "/" + file)
                        .getStdout()
                        .equals(content));
    }

    @Test
    void podsAreReplacedAndScaledWhileTheLaptopSleeps() throws Exception {
        pod("api-1");
        pod("api-2");
        project.up();
        awaitRelayed(2);
        project.write("a.txt", "changed\n");
        project.awaitMirrored();
        assertThat(project.mirrored()).hasSize(3);
        project.down();
        cluster.remove("api-1");
        GenericContainer<?> next = pod("api-3");
        GenericContainer<?> another = pod("api-4");
        awaitIn(next, "a.txt", "changed\n");
        awaitIn(another, "folder/b.txt", "b\n");
        project.events.forget();
        project.up();
        awaitRelayed(3);
        project.awaitQuiet();
        assertThat(project.status().syncs().getFirst().targets())
                .extracting(each -> each.name())
                .contains("api-2", "api-3", "api-4")
                .doesNotContain("api-1");
    }

    @Test
    void oneThatLagsIsNamedAndKeepsNobodyElseWaiting() throws Exception {
        pod("api-1");
        project.up();
        awaitRelayed(1);
        cluster.refuse("create pods/exec", "get pods/exec");
        pod("api-2");
        relayEvents.await(Event.Trouble.class);
        project.events.forget();
        project.write("a.txt", "to one of two\n");
        Event.Relayed relayed =
                project.events.await(Event.Relayed.class, event -> event.targets() == 1 && event.targetsInAll() == 2);
        assertThat(relayed.behind()).singleElement().asString().contains("api-2", "may not create pods/exec");
        assertThat(project.status().allInSync()).isFalse();
        awaitIn(containers.getFirst(), "a.txt", "to one of two\n");
        cluster.allowAll();
        awaitRelayed(2);
        project.awaitMirrored();
    }

    @Test
    void aClusterThatCannotBeReachedIsSaidBeforeALaptopComes() throws Exception {
        cluster.goAway();
        assertThatThrownBy(() -> RelaySession.open(settings("other"), new PodsOnly(cluster), relayEvents))
                .isInstanceOf(KubeException.Unreachable.class);
        cluster.comeBack();
    }
}
