package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/// A socket that leads to an engine and lets only some requests pass. One request a connection, so that none slips
/// through behind another.
public final class FilteringProxy implements AutoCloseable {

    private static final int MOST_HEAD_BYTES = 64 * 1024;

    private final EngineAddress.UnixSocket engine;
    private final ServerSocketChannel server;
    private final Path socket;
    private final List<Endpoint> allowed;
    private final Set<Endpoint> used = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = new ConcurrentSkipListSet<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /// What may be asked.
    ///
    /// @param path with `{id}` for what stands for one name
    public record Endpoint(String method, String path) {
        boolean matches(String asked, String where) {
            String pattern = List.of(path.split("\\{\\w+}", -1)).stream()
                    .map(java.util.regex.Pattern::quote)
                    .collect(Collectors.joining("[^?]+?"));
            return method.equals(asked) && where.matches("(?:/v1\\.\\d+)?" + pattern + "(?:\\?.*)?");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public FilteringProxy(EngineAddress engine, Path socket, List<Endpoint> allowed) throws IOException {
        this.engine = (EngineAddress.UnixSocket) engine.endpoint();
        this.socket = socket;
        this.allowed = List.copyOf(allowed);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public String dockerHost() {
        return "unix://" + socket;
    }

    /// What of the allowed was asked for.
    public Set<Endpoint> used() {
        return used;
    }

    /// What was asked for and not allowed.
    public Set<String> refused() {
        return refused;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(SocketChannel client) {
        open.add(client);
        try (client) {
            InputStream requests = Channels.newInputStream(client);
            OutputStream answers = Channels.newOutputStream(client);
            String head = head(requests);
            String[] first = head.substring(0, head.indexOf("\r\n")).split(" ", 3);
            Endpoint asked = allowed.stream()
                    .filter(endpoint -> endpoint.matches(first[0], first[1]))
                    .findFirst()
                    .orElse(null);
            if (asked == null) {
                refused.add(first[0] + " " + first[1]);
                byte[] body = "{\"message\":\"refused by the proxy\"}".getBytes(UTF_8);
                answers.write(("HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                + "Content-Length: " + body.length + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
                answers.write(body);
                client.shutdownOutput();
                requests.transferTo(OutputStream.nullOutputStream()); // or who still sends would miss the answer
                return;
            }
            used.add(asked);
            pass(single(head), requests, answers);
        } catch (IOException e) {
            // Either side is gone.
        } finally {
            open.remove(client);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || bytes.size() > MOST_HEAD_BYTES) {
                throw new EOFException("no request");
            }
            bytes.write(next);
        }
        return bytes.toString(ISO_8859_1);
    }

    /// Makes the engine end the connection after its answer, unless the connection becomes a stream.
    private static String single(String head) {
        if (head.toLowerCase(Locale.ROOT).contains("connection: upgrade")) {
            return head;
        }
        String others = head.lines()
                .filter(line ->
                        !line.isEmpty() && !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .collect(Collectors.joining("\r\n"));
        return others + "\r\nConnection: close\r\n\r\n";
    }

    private void pass(String head, InputStream requests, OutputStream answers) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(engine.path()))) {
            open.add(channel);
            OutputStream onward = Channels.newOutputStream(channel);
            onward.write(head.getBytes(ISO_8859_1));
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    requests.transferTo(onward);
                    channel.shutdownOutput();
                } catch (IOException e) {
                    // Answered, or gone.
                }
            });
            Channels.newInputStream(channel).transferTo(answers);
            open.remove(channel);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
