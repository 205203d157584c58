package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsenceTest {

    @Test
    void aContainerGoesForItsOwnReason() {
        Absence second = new Absence("x", "container web-2 is not running (exited 137)", "web-2");
        assertThat(second.reasonFor("web-2")).isEqualTo("container web-2 is not running (exited 137)");
        assertThat(second.reasonFor("web-1")).isEqualTo("its container stopped");
    }

    @Test
    void thatThereIsNoneIsAReasonForAll() {
        assertThat(Absence.of("there is no service web").reasonFor("web-1")).isEqualTo("there is no service web");
    }
}
