package dev.devsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.docker.FilteringProxy.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The socket proxy of the example lets through what docs/sidecar.md lists, and no more.
class SidecarPageTest {

    private static final Pattern LINE = Pattern.compile("(?m)^ *- -allow([A-Z]+)=(/.*)$");

    /// What a line of the proxy's command allows; it puts `^` and `$` around by itself.
    private record Allowed(String method, Pattern path) {
        boolean passes(String asked, String where) {
            return method.equals(asked) && path.matcher(where).matches();
        }
    }

    private static List<Allowed> proxy() throws IOException {
        return LINE.matcher(Files.readString(Path.of("examples/socket-proxy.yml")))
                .results()
                .map(line -> new Allowed(line.group(1), Pattern.compile(line.group(2))))
                .toList();
    }

    private static boolean passes(String method, String path) throws IOException {
        return proxy().stream().anyMatch(allowed -> allowed.passes(method, path));
    }

    private static String example(Endpoint endpoint) {
        return endpoint.path().replace("{id}", "4f1c2d").replace("{name}", "library/busybox:1");
    }

    @Test
    void the_proxy_lets_pass_all_that_is_listed() throws IOException {
        assertThat(SidecarPage.endpoints()).hasSizeGreaterThan(10);
        for (Endpoint endpoint : SidecarPage.endpoints()) {
            assertThat(passes(endpoint.method(), example(endpoint)))
                    .as(endpoint.toString())
                    .isTrue();
        }
    }

    @Test
    void no_line_of_the_proxy_is_idle() throws IOException {
        List<Endpoint> endpoints = SidecarPage.endpoints();
        assertThat(proxy())
                .allSatisfy(allowed -> assertThat(endpoints)
                        .anyMatch(endpoint -> allowed.passes(endpoint.method(), example(endpoint))));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /containers/4f1c2d/start",
        "POST, /containers/4f1c2d/kill",
        "POST, /containers/4f1c2d/update",
        "GET, /containers/4f1c2d/logs",
        "GET, /containers/4f1c2d/export",
        "POST, /build",
        "GET, /info",
        "DELETE, /images/busybox",
        "DELETE, /volumes/data",
        "POST, /volumes/create",
        "POST, /images/busybox/push",
        "GET, /images/json",
        "GET, /swarm",
        "PUT, /containers/json"
    })
    void the_proxy_refuses_the_rest(String method, String path) throws IOException {
        assertThat(passes(method, path)).isFalse();
    }
}
