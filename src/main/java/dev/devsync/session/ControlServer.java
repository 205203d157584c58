package dev.devsync.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.report.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other processes of the same user how it stands: one JSON document for each connection.
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final ServerSocketChannel server;
    private final Path socket;
    private final Object identity;
    private final Supplier<Status> status;
    private final ObjectMapper json = new ObjectMapper();

    private ControlServer(ServerSocketChannel server, Path socket, Supplier<Status> status) throws IOException {
        this.server = server;
        this.socket = socket;
        this.identity = identity(socket);
        this.status = status;
    }

    /// Starts to listen. A socket file that is there already is replaced: the newest `up` answers.
    public static ControlServer open(Path socket, Supplier<Status> status) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ControlServer control = new ControlServer(server, socket, status);
        Thread.ofPlatform().daemon().name("devsync-control").start(control::serve);
        return control;
    }

    private static Object identity(Path socket) throws IOException {
        var attributes = Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                ByteBuffer answer = ByteBuffer.wrap(json.writeValueAsBytes(status.get()));
                while (answer.hasRemaining()) {
                    client.write(answer);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.debug("a status request failed", e); // the other side hung up, or asks again
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            if (identity(socket).equals(identity)) { // else a newer `up` listens there by now
                Files.deleteIfExists(socket);
            }
        } catch (NoSuchFileException e) {
            return; // gone already
        }
    }
}
