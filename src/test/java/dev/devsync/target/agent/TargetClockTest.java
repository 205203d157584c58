package dev.devsync.target.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TargetClockTest {

    private static final TargetClock SAME = new TargetClock(0);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static long at(long seconds) {
        return NOON.getEpochSecond() + seconds;
    }

    @Test
    void aSecondIsNoDifference() {
        for (int seconds = -1; seconds <= 1; seconds++) {
            assertThat(SAME.read(at(seconds), NOON, NOON.plusMillis(3))).isEqualTo(SAME);
        }
    }

    @Test
    void moreIsNoticed() {
        assertThat(SAME.read(at(90), NOON, NOON.plusMillis(3))).isEqualTo(new TargetClock(90));
        assertThat(SAME.read(at(-4), NOON, NOON.plusMillis(3))).isEqualTo(new TargetClock(-4));
    }

    @Test
    void anAnswerThatTakesLongOnABusyMachineProvesNothing() {
        assertThat(SAME.read(at(1), NOON, NOON.plusSeconds(20))).isEqualTo(SAME);
        assertThat(SAME.read(at(19), NOON, NOON.plusSeconds(20))).isEqualTo(SAME);
        assertThat(SAME.read(at(60), NOON, NOON.plusSeconds(20))).isEqualTo(new TargetClock(40));
    }

    @Test
    void whatWasFoundBeforeStaysWhileItMayBeRight() {
        TargetClock known = new TargetClock(90);
        assertThat(known.read(at(91), NOON, NOON.plusMillis(3))).isEqualTo(known);
        assertThat(known.read(at(89), NOON, NOON.plusMillis(3))).isEqualTo(known);
        assertThat(known.read(at(0), NOON, NOON.plusMillis(3))).isEqualTo(SAME);
        assertThat(known.read(null, NOON, NOON)).isEqualTo(known);
    }

    @Test
    void timesGoThereAndBack() {
        TargetClock behind = new TargetClock(-3600);
        assertThat(behind.there(7_200_000_000_001L)).isEqualTo(3_600_000_000_001L);
        assertThat(behind.here(behind.there(1_700_000_000_123_456_789L))).isEqualTo(1_700_000_000_123_456_789L);
    }
}
