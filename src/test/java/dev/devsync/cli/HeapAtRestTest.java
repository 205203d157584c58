package dev.devsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapAtRestTest {

    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicInteger collections = new AtomicInteger();
    private final List<Event> passedOn = new ArrayList<>();
    private final HeapAtRest heap = new HeapAtRest(passedOn::add, QUIET, collections::incrementAndGet);

    private static Event synced(long written) {
        DeltaSummary delta = new DeltaSummary(written, 0, 0, 0, 0, List.of());
        return new Event.Synced("api", "/app", delta, 1, 1, 2, Duration.ZERO);
    }

    private void awaitCollections(int count) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(collections).hasValue(count));
    }

    @Test
    void collectsOnceAfterTheFirstComparison() throws Exception {
        heap.on(new Event.CaughtUp(
                new TargetName("api", "api-1", "/app"),
                new DeltaSummary(0, 0, 0, 0, 0, List.of()),
                20_000,
                Duration.ZERO));
        awaitCollections(1);
        Thread.sleep(QUIET.multipliedBy(2));
        assertThat(collections).hasValue(1);
        assertThat(passedOn).hasSize(1);
    }

    @Test
    void collectsAfterManyChangesHoweverTheyCome() {
        for (int i = 0; i < 10; i++) {
            heap.on(synced(100));
        }
        awaitCollections(1);
        heap.on(synced(1_000));
        awaitCollections(2);
    }

    @Test
    void leavesSingleSavesAlone() throws Exception {
        for (int i = 0; i < 20; i++) {
            heap.on(synced(1));
        }
        Thread.sleep(QUIET.multipliedBy(3));
        assertThat(collections).hasValue(0);
    }

    @Test
    void waitsUntilNothingHappens() throws Exception {
        long begin = System.nanoTime();
        heap.on(synced(1_000));
        while (System.nanoTime() - begin < QUIET.multipliedBy(3).toNanos()) {
            heap.on(synced(1));
            assertThat(collections).hasValue(0);
            Thread.sleep(5);
        }
        awaitCollections(1);
    }
}
