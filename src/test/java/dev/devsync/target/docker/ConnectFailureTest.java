package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectFailureTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private EngineAddress unix(String name) {
        return new EngineAddress(new EngineAddress.UnixSocket(folder.resolve(name)), "DOCKER_HOST");
    }

    private static EngineAddress tcp(int port) {
        return new EngineAddress(new EngineAddress.Tcp("localhost", port, null), "DOCKER_HOST");
    }

    @Test
    void saysThatThereIsNoSocket() {
        assertThatThrownBy(() -> Engine.connect(unix("none.sock")))
                .isInstanceOfSatisfying(EngineException.Unreachable.class, e -> {
                    assertThat(e).hasMessageContainingAll("none.sock", "from DOCKER_HOST", "there is no such socket");
                    assertThat(e.advice()).contains("systemctl start docker", "docker context use");
                });
    }

    @Test
    void saysThatNobodyListensOnTheSocket() throws IOException {
        Path socket = folder.resolve("dead.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(socket).exists();
        assertThatThrownBy(() -> Engine.connect(unix("dead.sock")))
                .isInstanceOf(EngineException.Unreachable.class)
                .hasMessageContaining("nobody listens");
    }

    @Test
    void namesTheGroupOfASocketThatMayNotBeUsed() throws IOException {
        Path socket = Files.createFile(folder.resolve("forbidden.sock"));
        String group = Files.readAttributes(socket, java.nio.file.attribute.PosixFileAttributes.class)
                .group()
                .getName();
        EngineException e =
                new ConnectFailure(unix("forbidden.sock"), new SocketException("Permission denied")).toException();
        assertThat(e).hasMessageContainingAll("permission denied on the socket", "group " + group);
    }

    @Test
    void saysHowAContainerGetsAtASocket() throws IOException {
        Path socket = Files.createFile(folder.resolve("forbidden.sock"));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        SocketException denied = new SocketException("Permission denied");
        ConnectFailure.Place container = ConnectFailure.Place.CONTAINER;
        assertThat(new ConnectFailure(unix("forbidden.sock"), denied, container)
                        .toException()
                        .advice())
                .contains("group_add: [\"" + Files.getAttribute(socket, "unix:gid") + "\"]", "user: \"0:0\"");
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        assertThat(new ConnectFailure(unix("forbidden.sock"), denied, container)
                        .toException()
                        .advice())
                .contains("user: \"0:0\"")
                .doesNotContain("group_add");
    }

    @Test
    void saysThatAPortRefuses() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> Engine.connect(tcp(port)))
                .isInstanceOf(EngineException.Unreachable.class)
                .hasMessageContainingAll("tcp://localhost:" + port, "connection refused");
    }

    @Test
    void saysThatAStrangerAnswers() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (var connection = socket.accept()) {
                    connection.getOutputStream().write("SSH-2.0-OpenSSH_9.9\r\n\r\n".getBytes(US_ASCII));
                    connection.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The test fails by itself.
                }
            });
            assertThatThrownBy(() -> Engine.connect(tcp(socket.getLocalPort())))
                    .isInstanceOf(EngineException.Unreachable.class)
                    .hasMessageContaining("no plain HTTP engine");
        }
    }

    @Test
    void explainsTlsAndUnknownHosts() {
        assertThat(new ConnectFailure(tcp(1), new SSLHandshakeException("PKIX path building failed")).toException())
                .hasMessageContaining("TLS failed: PKIX path building failed");
        EngineAddress secured = new EngineAddress(new EngineAddress.Tcp("localhost", 1, TlsFiles.NONE), "DOCKER_HOST");
        assertThat(new ConnectFailure(secured, new SocketException("Broken pipe")).toException())
                .hasMessageContaining("TLS failed: the engine ended the connection (Broken pipe)")
                .satisfies(e -> assertThat(((EngineException) e).advice()).contains("no cert.pem"));
        assertThat(new ConnectFailure(tcp(1), new IOException(new UnknownHostException("localhost"))).toException())
                .hasMessageContaining("the host localhost is not known");
    }
}
