package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventFollowerIT {

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    private final Log log = new Log();

    private static final class Log implements EngineListener {
        final AtomicInteger connections = new AtomicInteger();
        final List<String> losses = new CopyOnWriteArrayList<>();
        final List<String> changes = new CopyOnWriteArrayList<>();

        @Override
        public void onConnected() {
            connections.incrementAndGet();
        }

        @Override
        public void onChange(ContainerId id, ContainerChange change) {
            changes.add(id + " " + change);
        }

        @Override
        public void onLost(String message) {
            losses.add(message);
        }
    }

    @BeforeEach
    void connect() throws EngineException {
        engine = TestEngine.connect();
    }

    @AfterEach
    void disconnect() {
        engine.close();
    }

    @Test
    void tellsTheLifeOfAContainer() throws Exception {
        try (Following _ = engine.follow(log)) {
            await().until(() -> log.connections.get() == 1);
            ContainerId[] seen = new ContainerId[1];
            String name = "devsync-it-events-" + System.nanoTime();
            TestEngine.raw(engine, name, create -> {}, id -> {
                seen[0] = id;
                engine.client().startContainerCmd(id.value()).exec();
                engine.client().pauseContainerCmd(id.value()).exec();
                engine.client().unpauseContainerCmd(id.value()).exec();
                engine.client()
                        .renameContainerCmd(id.value())
                        .withName(name + "-b")
                        .exec();
                new ExecTransport(engine, engine.container(id), null)
                        .start(List.of("true"))
                        .close();
                engine.client().stopContainerCmd(id.value()).withTimeout(0).exec();
            });
            await().untilAsserted(() -> assertThat(log.changes)
                    .filteredOn(change -> change.startsWith(seen[0].toString()))
                    .extracting(change -> change.substring(change.indexOf(' ') + 1))
                    .containsSubsequence("CREATED", "STARTED", "PAUSED", "UNPAUSED", "RENAMED", "DIED", "DESTROYED")
                    .contains("STOPPED")); // one told twice, right after the connection, does no harm
            assertThat(log.losses).isEmpty();
        }
    }

    @Test
    void tellsWhatHappensRightAfterTheConnection() throws Exception {
        for (int i = 0; i < 5; i++) {
            Log mine = new Log();
            try (Following _ = engine.follow(mine)) {
                await().pollInterval(Duration.ofMillis(1)).until(() -> mine.connections.get() == 1);
                TestEngine.raw(engine, "devsync-it-race-" + System.nanoTime(), create -> {}, id -> {
                    await().untilAsserted(() -> assertThat(mine.changes).contains(id + " CREATED"));
                });
            }
        }
    }

    @Test
    void connectsAgainAfterACut() throws Exception {
        try (Forwarder forwarder = new Forwarder(engine.address(), ServerSocketFactory.getDefault());
                Engine remote = Engine.connect(forwarder.address());
                Following _ = remote.follow(log)) {
            for (int round = 1; round <= 3; round++) {
                int connections = round;
                await().until(() -> log.connections.get() == connections);
                forwarder.cut();
                await().until(() -> log.losses.size() == connections);
            }
            await().until(() -> log.connections.get() == 4);
            assertThat(log.losses.getFirst()).contains("stream of events");
        }
    }

    @Test
    void noticesAnEngineThatHangsAndItsReturn() throws Exception {
        try (Forwarder forwarder = new Forwarder(engine.address(), ServerSocketFactory.getDefault())) {
            EventFollower follower = new EventFollower(forwarder.address(), log, Duration.ofMillis(200));
            follower.start();
            await().until(() -> log.connections.get() == 1);
            forwarder.freeze();
            await().atMost(Duration.ofSeconds(20)).until(() -> log.losses.size() == 1);
            forwarder.thaw();
            await().atMost(Duration.ofSeconds(20)).until(() -> log.connections.get() == 2);
            assertThat(log.losses).hasSize(1);
            follower.close();
        }
    }

    @Test
    void tellsOnceThatNobodyAnswers() throws Exception {
        EngineAddress nobody;
        try (Forwarder forwarder = new Forwarder(engine.address(), ServerSocketFactory.getDefault())) {
            nobody = forwarder.address();
        }
        EventFollower follower = new EventFollower(nobody, log);
        follower.start();
        await().during(Duration.ofSeconds(1)).until(() -> log.losses.size() <= 1);
        follower.close();
        assertThat(log.losses).singleElement().asString().containsAnyOf("connection refused", "reset");
        assertThat(log.connections).hasValue(0);
    }

    @Test
    void saysNothingAfterItWasClosed() throws Exception {
        Following following = engine.follow(log);
        await().until(() -> log.connections.get() == 1);
        following.close();
        following.close();
        TestEngine.raw(engine, "devsync-it-closed-" + System.nanoTime(), create -> {}, id -> {
            Thread.sleep(300);
            assertThat(log.changes).noneMatch(change -> change.startsWith(id.toString()));
        });
        assertThat(log.losses).isEmpty();
    }
}
