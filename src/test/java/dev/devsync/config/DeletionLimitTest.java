package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionLimitTest {

    @ParameterizedTest
    @CsvSource({
        "50%, 51, 100, true",
        "50%, 50, 100, false",
        "50%, 40, 49, false", // few files: a share says little
        "50%, 26, 50, true",
        "50 %, 26, 50, true",
        "0%, 1, 50, true",
        "100%, 100, 100, false",
        "200, 201, 1000, true",
        "200, 200, 200, false",
        "0, 1, 3, true",
        "off, 1000, 1000, false",
    })
    void isExceeded(String written, long lost, long had, boolean exceeded) {
        assertThat(DeletionLimit.parse(written).isExceededBy(lost, had)).isEqualTo(exceeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "-1", "50%%", "101%", "1.5", "9999999999"})
    void isNoLimit(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeletionLimit.parse(written));
    }
}
