package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.report.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers other processes of the same user: one word a connection (`status`, `resume`), one JSON document in return.
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    static final String STATUS = "status\n";
    static final String RESUME = "resume";

    /// A client asks as soon as it is connected.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServerSocketChannel server;
    private final Path socket;
    private final Object identity;
    private final Supplier<Status> status;
    private final IntSupplier resume;
    private final ObjectMapper json = new ObjectMapper();

    private ControlServer(ServerSocketChannel server, Path socket, Supplier<Status> status, IntSupplier resume)
            throws IOException {
        this.server = server;
        this.socket = socket;
        this.identity = identity(socket);
        this.status = status;
        this.resume = resume;
    }

    /// Starts to listen. A socket file that is there already is replaced: the newest `up` answers.
    ///
    /// @param resume lets halted targets go on, and says how many
    public static ControlServer open(Path socket, Supplier<Status> status, IntSupplier resume) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ControlServer control = new ControlServer(server, socket, status, resume);
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
                ByteBuffer answer = ByteBuffer.wrap(json.writeValueAsBytes(answer(question(client))));
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

    /// What a client asks; a client that says nothing in time asks for the status.
    private static String question(SocketChannel client) throws IOException {
        ByteBuffer said = ByteBuffer.allocate(16);
        client.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            client.register(selector, SelectionKey.OP_READ);
            selector.select(PATIENCE.toMillis());
            client.read(said);
        }
        client.configureBlocking(true);
        return new String(said.array(), 0, said.position(), UTF_8).strip();
    }

    private Object answer(String question) {
        return question.equals(RESUME) ? Map.of("resumed", resume.getAsInt()) : status.get();
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
