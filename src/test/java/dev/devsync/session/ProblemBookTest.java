package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.report.TargetName;
import dev.devsync.target.TargetException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProblemBookTest {

    private final RecordedEvents events = new RecordedEvents();
    private Instant now = Instant.EPOCH;
    private final ProblemBook book = new ProblemBook(new TargetName("api", "api-1", "/app"), events, () -> now);

    @Test
    void whatAContainersEndLooksLikeIsNoProblemUnlessItLasts() {
        book.troubled(new TargetException.Disconnected("the stream ended", null));
        book.troubled(new TargetException.Disconnected("container api-1 was not running for a moment", null));
        book.troubled(new TargetException.NoSpace("no space left in the container for /app"));
        assertThat(events.all()).isEmpty();
        now = now.plus(ProblemBook.PASSING);
        book.troubled(new TargetException.NoSpace("no space left in the container for /app"));
        book.troubled(new TargetException.NoSpace("no space left in the container for /app"));
        assertThat(events.all()).hasSize(1);
        book.recovered();
        assertThat(events.of(Event.Recovered.class)).hasSize(1);
    }

    @Test
    void aPassingTroubleLeavesNoTrace() {
        book.troubled(new TargetException.Disconnected("the stream ended", null));
        book.recovered();
        now = now.plus(Duration.ofHours(1));
        book.troubled(new TargetException.Disconnected("the stream ended", null));
        book.recovered();
        assertThat(events.all()).isEmpty();
    }

    @Test
    void whatIsForTheUserToMendIsToldAtOnce() {
        book.troubled(new TargetException.Refused("/app is read-only", "mount a volume"));
        assertThat(events.of(Event.Trouble.class)).hasSize(1);
    }
}
