package dev.devsync.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InotifyLimitTest {

    @ParameterizedTest
    @EnumSource
    void is_what_the_kernel_says(InotifyLimit limit) throws Exception {
        Path setting = Path.of("/proc/sys", limit.setting().replace('.', '/'));
        assumeTrue(Files.exists(setting), "Linux only");
        Process cat = new ProcessBuilder("cat", setting.toString()).start();
        String value = new String(cat.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(limit.value()).hasValue(Long.parseLong(value));
    }
}
