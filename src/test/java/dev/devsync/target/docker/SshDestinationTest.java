package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshDestinationTest {

    @ParameterizedTest
    @CsvSource({
        "box,                          -- box docker system dial-stdio",
        "box/,                         -- box docker system dial-stdio",
        "me@box:2222,                  -l me -p 2222 -- box docker system dial-stdio",
        "me@[fe80::1]/run/p/p.sock,    -l me -- fe80::1 docker --host unix:///run/p/p.sock system dial-stdio",
    })
    void runs_the_docker_cli_over_there(String written, String words) {
        SshDestination destination = Objects.requireNonNull(SshDestination.parse(written));
        assertThat(String.join(" ", destination.command()))
                .startsWith("ssh -T ")
                .endsWith(" " + words);
    }
}
