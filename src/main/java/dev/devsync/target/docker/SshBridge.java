package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket of our own that leads through ssh, for docker-java, which knows nothing but sockets. Each connection is a
/// process; it ends with the connection.
final class SshBridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SshBridge.class);

    /// docker-java keeps a few connections; so many would be a fault of ours.
    private static final int MOST_CONNECTIONS = 64;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int COPY_BYTES = 16 * 1024;

    private final SshDestination destination;
    private final Path folder;
    private final ServerSocketChannel server;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    private SshBridge(SshDestination destination, Path folder, ServerSocketChannel server) {
        this.destination = destination;
        this.folder = folder;
        this.server = server;
    }

    /// Starts to listen, in a folder that nobody but this user may enter.
    static SshBridge open(SshDestination destination) throws IOException {
        Path folder = Files.createTempDirectory("devsync-ssh-");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket(folder)));
        } catch (IOException e) {
            server.close();
            Files.delete(folder);
            throw e;
        }
        // Commands that end by themselves close no engine. Java deletes in reverse order.
        folder.toFile().deleteOnExit();
        socket(folder).toFile().deleteOnExit();
        SshBridge bridge = new SshBridge(destination, folder, server);
        Thread.ofPlatform().daemon().name("ssh bridge").start(bridge::accept);
        return bridge;
    }

    private static Path socket(Path folder) {
        return folder.resolve("engine.sock");
    }

    EngineAddress.UnixSocket socket() {
        return new EngineAddress.UnixSocket(socket(folder));
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofPlatform().daemon().name("ssh bridge connection").start(() -> serve(client));
            }
        } catch (IOException e) {
            LOG.debug("the ssh bridge has ended", e); // closed
        }
    }

    private void serve(SocketChannel client) {
        open.add(client);
        try (client) {
            OutputStream answers = Channels.newOutputStream(client);
            if (open.size() > 2 * MOST_CONNECTIONS) {
                refuse(answers, "too many connections are open");
                return;
            }
            try (SshProcess ssh = SshProcess.start(destination, LIMIT)) {
                open.add(ssh);
                Thread.ofPlatform().daemon().name("ssh bridge requests").start(() -> ask(client, ssh));
                if (!answer(ssh, answers)) {
                    refuse(answers, String.valueOf(ssh.failure().getMessage()));
                }
                open.remove(ssh);
            } catch (IOException e) {
                refuse(answers, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            LOG.debug("a connection of the ssh bridge has ended", e); // the other side is gone
        } finally {
            open.remove(client);
        }
    }

    /// Passes requests on. When no more can come, nobody waits for an answer either: docker-java never half-closes.
    private static void ask(SocketChannel client, SshProcess ssh) {
        byte[] bytes = new byte[COPY_BYTES];
        try (ssh) {
            InputStream requests = Channels.newInputStream(client);
            OutputStream input = ssh.input();
            for (int count = requests.read(bytes); count >= 0; count = requests.read(bytes)) {
                input.write(bytes, 0, count);
                input.flush();
            }
        } catch (IOException e) {
            LOG.debug("a connection of the ssh bridge has ended", e);
        }
    }

    /// Passes answers on.
    ///
    /// @return whether anything came
    private static boolean answer(SshProcess ssh, OutputStream answers) throws IOException {
        byte[] bytes = new byte[COPY_BYTES];
        boolean any = false;
        InputStream output = ssh.output();
        for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
            any = true;
            ssh.answered();
            answers.write(bytes, 0, count);
        }
        return any;
    }

    /// Says why as an engine would, so that docker-java passes it on.
    private static void refuse(OutputStream answers, String why) throws IOException {
        byte[] body = new ObjectMapper().writeValueAsBytes(Map.of("message", why));
        answers.write(("HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(UTF_8));
        answers.write(body);
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(SshBridge::closeQuietly);
        try {
            Files.deleteIfExists(socket(folder));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("the ssh bridge's folder stays", e);
        }
    }

    private static void closeQuietly(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception e) {
            LOG.debug("closing the ssh bridge", e); // it is closed all the same
        }
    }
}
