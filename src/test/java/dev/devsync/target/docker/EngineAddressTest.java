package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.target.docker.EngineAddress.Tcp;
import dev.devsync.target.docker.EngineAddress.UnixSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAddressTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    private EngineAddress resolve(String... variables) throws EngineException {
        Map<String, String> environment = new java.util.HashMap<>();
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return EngineAddress.resolve(environment, home);
    }

    private Path context(String name, String host) throws Exception {
        String folder =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8)));
        write(
                ".docker/contexts/meta/" + folder + "/meta.json",
                "{\"Name\":\"" + name + "\",\"Endpoints\":{\"docker\":{\"Host\":\"" + host + "\"}}}");
        return home.resolve(".docker/contexts/tls/" + folder + "/docker");
    }

    private void write(String path, String text) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///run/my.sock,       unix:///run/my.sock",
        "tcp://10.0.0.1:2375,       tcp://10.0.0.1:2375",
        "tcp://10.0.0.1:2375/,      tcp://10.0.0.1:2375",
        "tcp://box,                 tcp://box:2375",
        "box:99,                    tcp://box:99",
        "tcp://[::1]:2375,          tcp://[::1]:2375",
        "http://box:80,             tcp://box:80",
        "ssh://box,                 ssh://box",
        "ssh://me@box:2222,         ssh://me@box:2222",
        "ssh://me@[::1]:22/run/x.sock, ssh://me@[::1]:22/run/x.sock",
    })
    void takesDockerHost(String host, String uri) throws EngineException {
        EngineAddress address = resolve("DOCKER_HOST=" + host, "DOCKER_CONTEXT=other");
        assertThat(address.endpoint().uri()).hasToString(uri);
        assertThat(address).hasToString(uri + " (from DOCKER_HOST)");
    }

    @ParameterizedTest
    @CsvSource({
        "ssh://,                           no machine to log in to,      ssh://user@host",
        "ssh://me:secret@box,              no machine to log in to,      ~/.ssh/config",
        "ssh://-oProxyCommand=x,           no machine to log in to,      ssh://user@host",
        "ssh://box/run/$(id).sock,         no machine to log in to,      ssh://user@host",
        "npipe:////./pipe/docker_engine,   Windows pipes,                WSL",
        "fd://3,                           the scheme fd is unknown,     unix:///",
        "unix://relative.sock,             no absolute path,             unix:///",
        "tcp://,                           no host and port,             tcp://host:port",
        "tcp://box:1/base,                 no host and port,             tcp://host:port",
    })
    void saysWhatIsWrongWithDockerHost(String host, String why, String advice) {
        assertThatThrownBy(() -> resolve("DOCKER_HOST=" + host))
                .isInstanceOfSatisfying(EngineException.Misconfigured.class, e -> {
                    assertThat(e).hasMessageContainingAll(host, "DOCKER_HOST", why);
                    assertThat(e.advice()).contains(advice);
                });
    }

    @Test
    void ignoresEmptyVariables() throws EngineException {
        assertThat(resolve("DOCKER_HOST=", "DOCKER_CONTEXT= ").origin())
                .isEqualTo(resolve().origin());
    }

    @Test
    void takesTheContextOfTheEnvironmentBeforeTheCurrentOne() throws Exception {
        context("colima", "unix:///home/me/.colima/docker.sock");
        context("box", "tcp://box:2375");
        write(".docker/config.json", "{\"currentContext\":\"box\",\"auths\":{}}");
        assertThat(resolve("DOCKER_CONTEXT=colima"))
                .hasToString("unix:///home/me/.colima/docker.sock (from the docker context colima)");
        assertThat(resolve()).hasToString("tcp://box:2375 (from the docker context box)");
    }

    @Test
    void takesAContextThatLeadsThroughSsh() throws Exception {
        context("box", "ssh://me@box:2222");
        assertThat(resolve("DOCKER_CONTEXT=box")).hasToString("ssh://me@box:2222 (from the docker context box)");
    }

    @Test
    void takesTheDefaultContextForTheDefaultSocket() throws Exception {
        context("box", "tcp://box:2375");
        write(".docker/config.json", "{\"currentContext\":\"box\"}");
        assertThat(resolve("DOCKER_CONTEXT=default").endpoint().uri().toString())
                .startsWith("unix://");
    }

    @Test
    void takesTheCertificatesOfAContext() throws Exception {
        Path certificates = context("box", "tcp://box");
        Files.createDirectories(certificates);
        Files.writeString(certificates.resolve("cert.pem"), "");
        Files.writeString(certificates.resolve("key.pem"), "");
        Tcp tcp = (Tcp) resolve("DOCKER_CONTEXT=box").endpoint();
        assertThat(tcp)
                .isEqualTo(new Tcp(
                        "box",
                        2376,
                        new TlsFiles(
                                certificates.resolve("ca.pem"),
                                certificates.resolve("cert.pem"),
                                certificates.resolve("key.pem"))));
    }

    @Test
    void readsTheConfigurationFromDockerConfig() throws Exception {
        context("box", "tcp://box:1");
        write(".docker/config.json", "{\"currentContext\":\"box\"}");
        Path moved = Files.move(home.resolve(".docker"), home.resolve("elsewhere"));
        assertThat(resolve("DOCKER_CONFIG=" + moved).endpoint()).isEqualTo(new Tcp("box", 1, null));
    }

    @Test
    void namesAContextThatDoesNotExist() throws Exception {
        write(".docker/config.json", "{\"currentContext\":\"gone\"}");
        assertThatThrownBy(this::resolve).isInstanceOfSatisfying(EngineException.Misconfigured.class, e -> {
            assertThat(e).hasMessageContainingAll("the docker context gone", "config.json", "there is no ");
            assertThat(e.advice()).contains("docker context ls");
        });
    }

    @Test
    void namesAConfigurationThatIsNoJson() throws Exception {
        write(".docker/config.json", "{currentContext");
        assertThatThrownBy(this::resolve)
                .isInstanceOf(EngineException.Misconfigured.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void securesTcpWhenAskedTo() throws EngineException {
        Tcp tcp = (Tcp) resolve("DOCKER_HOST=tcp://box", "DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH=" + home)
                .endpoint();
        assertThat(tcp).isEqualTo(new Tcp("box", 2376, new TlsFiles(home.resolve("ca.pem"), null, null)));
    }

    @ParameterizedTest
    @CsvSource({
        ".docker/run/docker.sock,                                 the socket of Docker Desktop",
        ".docker/desktop/docker.sock,                             the socket of Docker Desktop",
        "runtime/docker.sock,                                     the socket of rootless Docker",
        ".orbstack/run/docker.sock,                               the socket of OrbStack",
        ".colima/default/docker.sock,                             the socket of Colima",
        ".rd/docker.sock,                                         the socket of Rancher Desktop",
        "runtime/podman/podman.sock,                              the socket of rootless podman",
        ".local/share/containers/podman/machine/podman.sock,      the socket of podman machine",
        "temporary/podman/podman-machine-default-api.sock,        the socket of podman machine",
    })
    void namesWhoseSocketItFound(String socket, String origin) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.exists(Path.of("/var/run/docker.sock")));
        write(socket, "");
        EngineAddress found =
                resolve("XDG_RUNTIME_DIR=" + home.resolve("runtime"), "TMPDIR=" + home.resolve("temporary"));
        assertThat(found).isEqualTo(new EngineAddress(new UnixSocket(home.resolve(socket)), origin));
    }

    @Test
    void passesOverASocketAtWhichNobodyListensAnyMore() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.exists(Path.of("/var/run/docker.sock")));
        Path dead = home.resolve(".docker/run/docker.sock");
        Path alive = home.resolve(".rd/docker.sock");
        Files.createDirectories(dead.resolveSibling("."));
        Files.createDirectories(alive.resolveSibling("."));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(dead))
                .close();
        assertThat(resolve().endpoint()).isEqualTo(new UnixSocket(dead));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(alive));
            assertThat(resolve().endpoint()).isEqualTo(new UnixSocket(alive));
        }
    }

    @Test
    void findsTheSocketOfAnEngineInTheHomeFolder() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.exists(Path.of("/var/run/docker.sock")));
        assertThat(resolve().endpoint()).isEqualTo(new UnixSocket(Path.of("/var/run/docker.sock")));
        write(".docker/run/docker.sock", "");
        assertThat(resolve().endpoint()).isEqualTo(new UnixSocket(home.resolve(".docker/run/docker.sock")));
    }

    @Test
    void namesTheCertificateFolderWhenItIsNotThere() {
        assertThatThrownBy(() -> Engine.connect(
                        resolve("DOCKER_HOST=tcp://127.0.0.1:1", "DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH=/no/where")))
                .isInstanceOfSatisfying(EngineException.Misconfigured.class, e -> {
                    assertThat(e).hasMessageContaining("/no/where/ca.pem");
                    assertThat(e.advice()).contains("DOCKER_CERT_PATH");
                });
    }
}
