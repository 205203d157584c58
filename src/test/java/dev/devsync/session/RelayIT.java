package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Location;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Event;
import dev.devsync.report.Status;
import dev.devsync.report.Verdict;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.TargetPath;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// A laptop, a relay and containers of a real engine.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class RelayIT {

    private static final String TOKEN = "a token for tests only";
    private static final String TARGET = "/srv/app";
    private static final String LABEL = "devsync.it.relay";

    private static Engine engine;

    @TempDir
    Path folder;

    private final String name = UUID.randomUUID().toString();
    private final RecordedEvents relayEvents = new RecordedEvents();
    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private SyncedProject project;
    private @Nullable RelaySession relay;
    private int port;

    @BeforeAll
    static void connect() throws Exception {
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
        startRelay();
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        project = new SyncedProject(
                folder, engine, "relay: {address: \"localhost:" + port + "\", token_file: token}", TARGET);
        project.write("a.txt", "a\n").write("folder/b.txt", "b\n");
    }

    @AfterEach
    void end() {
        project.close();
        stopRelay();
        containers.parallelStream().forEach(GenericContainer::close);
    }

    private void startRelay() throws Exception {
        relay = RelaySession.open(
                new RelaySession.Settings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        null,
                        null,
                        TOKEN,
                        kept(),
                        new Location.Label(LABEL, name),
                        List.of(new TargetPath(TARGET)),
                        null,
                        ToolboxChoice.OFF),
                TestEngine::connect,
                relayEvents);
        port = relay.port();
    }

    private void stopRelay() {
        if (relay != null) {
            relay.close();
            relay = null;
        }
    }

    /// What the relay keeps.
    private Path kept() {
        return folder.resolve("kept");
    }

    private GenericContainer<?> container() {
        GenericContainer<?> container = TestEngine.container("busybox").withLabel(LABEL, name);
        container.start();
        containers.add(container);
        return container;
    }

    private void containers(int count) {
        Stream.generate(() -> TestEngine.container("busybox").withLabel(LABEL, name))
                .limit(count)
                .parallel()
                .forEach(each -> {
                    each.start();
                    synchronized (containers) {
                        containers.add(each);
                    }
                });
    }

    private void awaitRelayed(int targets) {
        project.events.await(
                Event.Relayed.class, event -> event.targets() == targets && event.targetsInAll() == targets);
    }

    private static String in(GenericContainer<?> container, String file) throws Exception {
        return container.execInContainer("cat", TARGET + "/" + file).getStdout();
    }

    private void awaitIn(GenericContainer<?> container, String file, String content) {
        await().atMost(SyncedProject.LIMIT).until(() -> in(container, file).equals(content));
    }

    @Test
    void whatIsSentOnceReachesAllAndIsTold() throws Exception {
        containers(3);
        project.up();
        awaitRelayed(3);
        project.events.forget();
        project.write("a.txt", "changed\n").write("new/c.txt", "c\n").delete("folder");
        awaitRelayed(3);
        project.awaitMirrored();
        assertThat(project.mirrored()).as("the relay's folder, and all targets").hasSize(4);
        for (GenericContainer<?> each : containers) {
            assertThat(in(each, "a.txt")).isEqualTo("changed\n");
        }
        project.awaitQuiet();
        List<Status.TargetStatus> targets = project.status().syncs().getFirst().targets();
        assertThat(targets).hasSize(4).allMatch(each -> each.phase().equals("in-sync"));
        assertThat(targets.getFirst().name()).isEqualTo("relay localhost:" + port);
        assertThat(project.events.of(Event.Trouble.class)).isEmpty();
        assertThat(project.events.of(Event.Synced.class))
                .as("sent to one target only")
                .isNotEmpty()
                .allMatch(event -> event.targetsInAll() == 1);
    }

    @Test
    void aTargetThatComesWhileTheLaptopIsGoneCatchesUp() throws Exception {
        containers(1);
        project.up();
        awaitRelayed(1);
        project.down();
        project.write("a.txt", "not sent yet\n");
        GenericContainer<?> late = container();
        awaitIn(late, "a.txt", "a\n");
        project.up();
        awaitIn(late, "a.txt", "not sent yet\n");
        awaitRelayed(2);
        project.awaitMirrored();
    }

    @Test
    void targetsThatAreThereAreWaitedForAndSaid() throws Exception {
        project.up();
        project.events.await(Event.CaughtUp.class);
        await().atMost(SyncedProject.LIMIT)
                .until(() -> project.status().syncs().getFirst().targets().stream()
                        .anyMatch(each -> each.problem().contains("there is no ")));
        assertThat(project.status().allInSync()).isFalse();
        container();
        awaitRelayed(1);
        await().atMost(SyncedProject.LIMIT).until(() -> project.status().allInSync());
    }

    @Test
    void aRelayThatIsStartedAgainGoesOnWithoutTheLaptopAndWithIt() throws Exception {
        containers(2);
        project.up();
        awaitRelayed(2);
        stopRelay();
        project.events.await(Event.Trouble.class);
        project.write("a.txt", "while it was down\n");
        GenericContainer<?> late = container();
        project.events.forget();
        startRelay();
        awaitIn(late, "folder/b.txt", "b\n");
        awaitRelayed(3);
        project.awaitMirrored();
        assertThat(in(late, "a.txt")).isEqualTo("while it was down\n");
    }

    /// As when a pod with an emptyDir was replaced.
    @Test
    void aRelayThatLostItsFolderDeletesNothingAndIsFilledAgain() throws Exception {
        containers(2);
        project.write("gone.txt", "deleted while nobody could tell\n");
        project.up();
        awaitRelayed(2);
        project.down();
        stopRelay();
        SyncedProject.deleteAll(kept());
        relayEvents.forget();
        startRelay();
        GenericContainer<?> late = container();
        assertThat(relayEvents.of(Event.CaughtUp.class)).isEmpty();
        project.delete("gone.txt").write("a.txt", "newer\n");
        project.events.forget();
        project.up();
        awaitRelayed(3);
        for (GenericContainer<?> each : containers) {
            assertThat(in(each, "a.txt")).isEqualTo("newer\n");
            assertThat(each.execInContainer("ls", TARGET).getStdout()).doesNotContain("gone.txt");
        }
        assertThat(in(late, "folder/b.txt")).isEqualTo("b\n");
        assertThat(relayEvents.of(Event.CaughtUp.class))
                .as("no target was touched before the folder was whole again")
                .noneMatch(event -> event.files() == 0);
    }

    /// As when the relay was killed in the middle of a delta.
    @Test
    void whatIsHalfThereLeavesTheRelayOnlyWhenTheLaptopHasCompletedIt() throws Exception {
        containers(1);
        project.up();
        awaitRelayed(1);
        project.down();
        stopRelay();
        try (Stream<Path> all = Files.walk(kept())) {
            for (Path each : all.toList()) {
                if (each.endsWith("whole")) {
                    Files.delete(each);
                } else if (each.endsWith("files/a.txt")) {
                    Files.writeString(each, "half\n");
                }
            }
        }
        startRelay();
        GenericContainer<?> late = container();
        relayEvents.forget();
        project.events.forget();
        project.up();
        awaitRelayed(2);
        assertThat(in(late, "a.txt")).isEqualTo("a\n");
        assertThat(in(containers.getFirst(), "a.txt")).isEqualTo("a\n");
        project.awaitMirrored();
    }

    @Test
    void everythingMayBeDeletedIfTheLaptopSaysSo() throws Exception {
        containers(1);
        project.up();
        awaitRelayed(1);
        project.delete("a.txt").delete("folder").write("folder/hollow/x", "x").delete("folder/hollow/x");
        project.events.await(Event.Halted.class);
        await().atMost(SyncedProject.LIMIT).until(() -> project.resume() > 0);
        await().atMost(SyncedProject.LIMIT)
                .until(() -> containers
                        .getFirst()
                        .execInContainer("find", TARGET, "-type", "f", "!", "-path", "*/.devsync/*")
                        .getStdout()
                        .isEmpty());
    }

    @Test
    void verifyLooksBehindTheRelay() throws Exception {
        containers(2);
        project.up();
        awaitRelayed(2);
        project.down();
        assertThat(project.verified()).hasSize(3).allMatch(Verdict::isEqual);
        GenericContainer<?> odd = containers.getFirst();
        odd.execInContainer("sh", "-c", "echo tampered >" + TARGET + "/a.txt");
        assertThat(project.verified().stream().filter(verdict -> !verdict.isEqual()))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(odd.getContainerName()).endsWith(verdict.target().instance());
                    assertThat(verdict.differences()).hasSize(1);
                });
    }
}
