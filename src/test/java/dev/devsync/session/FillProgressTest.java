package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.report.TargetName;
import dev.devsync.tree.Delta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FillProgressTest {

    @Test
    void tellsTenTimesASecondAndWhereItEnded() {
        AtomicLong clock = new AtomicLong();
        List<Event> told = new ArrayList<>();
        TargetName name = new TargetName("api", "c", "/app");
        try (FillProgress progress = new FillProgress(name, Delta.NONE, told::add, clock::get)) {
            for (int file = 1; file <= 20_000; file++) {
                progress.sent(file, file * 10L);
                clock.addAndGet(Duration.ofMillis(2).toNanos() / 40); // a second in all
            }
        }
        assertThat(told).hasSizeBetween(10, 12);
        assertThat(told.getLast()).isEqualTo(new Event.FillProgress(name, 20_000, 0, 200_000, 0));
        assertThat(told).doesNotHaveDuplicates();
    }
}
