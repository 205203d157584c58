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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers other processes of the same user: one line a connection, a word and names after it; a JSON document in
/// return, or one a line for as long as there is more to say.
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /// A client asks as soon as it is connected.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServerSocketChannel server;
    private final Path socket;
    private final Object identity;
    private final Requests requests;
    private final ObjectMapper json = new ObjectMapper();

    /// What can be asked.
    public interface Requests {
        /// How it stands.
        Status status();

        /// Lets halted targets go on, and says how many.
        int resume();

        /// Restarts the apps of services, all if none is named, and says how many.
        int restart(List<String> services);

        /// Builds services and restarts their apps, all if none is named, and says how many.
        int rebuild(List<String> services);

        /// Waits until the targets of services, of all if none is named, have what is in their sources now.
        Standing awaitInSync(List<String> services, Duration limit) throws InterruptedException;

        /// Gives what apps and builds wrote, and goes on until the sink fails if that is wanted.
        void logs(List<String> services, Following following, LineSink sink) throws IOException, InterruptedException;
    }

    /// Whether to go on when everything that was kept has been given.
    public enum Following {
        FOLLOW,
        END
    }

    /// Where lines go.
    @FunctionalInterface
    public interface LineSink {
        /// @throws IOException if nobody reads any more
        void line(LogLine line) throws IOException;
    }

    private ControlServer(ServerSocketChannel server, Path socket, Requests requests) throws IOException {
        this.server = server;
        this.socket = socket;
        this.identity = identity(socket);
        this.requests = requests;
    }

    /// Starts to listen. A socket file that is there already is replaced: the newest `up` answers.
    public static ControlServer open(Path socket, Requests requests) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ControlServer control = new ControlServer(server, socket, requests);
        Thread.ofPlatform().daemon().name("devsync-control").start(control::serve);
        return control;
    }

    private static Object identity(Path socket) throws IOException {
        var attributes = Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.ofVirtual().name("devsync-control-client").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("a client could not be accepted", e); // it hung up
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            List<String> words = question(client);
            List<String> names = words.subList(Math.min(1, words.size()), words.size());
            switch (words.isEmpty() ? "status" : words.getFirst()) {
                case "resume" -> write(client, Map.of("targets", requests.resume()));
                case "restart" -> write(client, Map.of("targets", requests.restart(names)));
                case "rebuild" -> write(client, Map.of("targets", requests.rebuild(names)));
                case "await" ->
                    write(client, answer(requests.awaitInSync(names.subList(1, names.size()), seconds(names))));
                case "logs" -> requests.logs(names, Following.END, line -> write(client, line));
                case "follow" -> requests.logs(names, Following.FOLLOW, line -> write(client, line));
                default -> write(client, requests.status());
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("a request failed", e); // the other side hung up, or asks again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration seconds(List<String> words) {
        return Duration.ofSeconds(Long.parseLong(words.getFirst()));
    }

    private static Map<String, String> answer(Standing standing) {
        return switch (standing) {
            case Standing.InSync() -> Map.of("standing", "in-sync");
            case Standing.Halted(String why) -> Map.of("standing", "halted", "why", why);
            case Standing.Late(String why) -> Map.of("standing", "late", "why", why);
        };
    }

    private void write(SocketChannel client, Object document) throws IOException {
        byte[] text = json.writeValueAsBytes(document);
        ByteBuffer line =
                ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').flip();
        while (line.hasRemaining()) {
            client.write(line);
        }
    }

    /// What a client asks; one that says nothing in time asks for the status.
    private static List<String> question(SocketChannel client) throws IOException {
        ByteBuffer said = ByteBuffer.allocate(8192);
        client.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            client.register(selector, SelectionKey.OP_READ);
            selector.select(PATIENCE.toMillis());
            client.read(said);
        }
        client.configureBlocking(true);
        String line = new String(said.array(), 0, said.position(), UTF_8).strip();
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
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
