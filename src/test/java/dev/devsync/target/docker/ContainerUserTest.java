package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerUserTest {

    private static final String PASSWD = "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:app:/home/app:/bin/sh\n";
    private static final String GROUP = "root:x:0:\nstaff:x:50:app\n";

    @ParameterizedTest
    @CsvSource({
        "'',         0:0",
        "root,       0:0",
        "app,        1000:1001",
        "1000,       1000:1001",
        "4711,       4711:0",
        "4711:4712,  4711:4712",
        "app:staff,  1000:50",
        "app:7,      1000:7",
    })
    void findsTheNumbers(String user, String numbers) {
        assertThat(ContainerUser.numbers(user, PASSWD, GROUP)).get().hasToString(numbers);
    }

    @Test
    void knowsWhatItDoesNotKnow() {
        assertThat(ContainerUser.numbers("nobody", PASSWD, GROUP)).isEmpty();
        assertThat(ContainerUser.numbers("app:wheel", PASSWD, GROUP)).isEmpty();
        assertThat(ContainerUser.numbers("app", "", "")).isEmpty();
    }
}
