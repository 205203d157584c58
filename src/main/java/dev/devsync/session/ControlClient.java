package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.report.Status;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Asks a running `up` how it stands, or tells it to go on.
public final class ControlClient {

    private static final long LIMIT_SECONDS = 5;

    /// Leaves out what it does not know: what the document says beyond the record's own parts (`allInSync`), or what
    /// a newer `up` adds.
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private ControlClient() {}

    /// How it stands.
    ///
    /// @param socket where it would listen
    /// @return nothing if no `up` is running there
    /// @throws IOException if there is one and it does not answer within five seconds
    public static Optional<Status> status(Path socket) throws IOException, InterruptedException {
        Optional<byte[]> answer = ask(socket, "status\n");
        return answer.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(answer.get(), Status.class));
    }

    /// Waits until the targets of services, of all if none is named, have what is in their sources now.
    ///
    /// @return nothing if no `up` is running there
    /// @throws IOException if there is one, and it does not answer within five seconds after the limit
    public static Optional<Standing> awaitInSync(Path socket, List<String> services, Duration limit)
            throws IOException, InterruptedException {
        String question = question("await " + limit.toSeconds(), services);
        Optional<byte[]> answer = ask(socket, question + "\n", limit.toSeconds() + LIMIT_SECONDS);
        return answer.isEmpty() ? Optional.empty() : Optional.of(standing(JSON.readTree(answer.get())));
    }

    private static Standing standing(JsonNode answer) throws IOException {
        String why = answer.path("why").asText();
        return switch (answer.path("standing").asText()) {
            case "in-sync" -> new Standing.InSync();
            case "halted" -> new Standing.Halted(why);
            case "late" -> new Standing.Late(why);
            default -> throw new IOException("the running devsync is of another version: end it and start it anew");
        };
    }

    /// Says that what was halted, because too much would be deleted, may be deleted.
    ///
    /// @return how many targets go on; nothing if no `up` is running there
    /// @throws IOException if there is one and it does not answer within five seconds
    public static OptionalInt resume(Path socket) throws IOException, InterruptedException {
        return count(socket, "resume");
    }

    /// Restarts the apps of services, all if none is named.
    ///
    /// @return how many; nothing if no `up` is running there
    /// @throws IOException if there is one and it does not answer within five seconds
    public static OptionalInt restart(Path socket, List<String> services) throws IOException, InterruptedException {
        return count(socket, question("restart", services));
    }

    /// Builds services in their containers and restarts their apps, all if none is named.
    ///
    /// @return how many; nothing if no `up` is running there
    /// @throws IOException if there is one and it does not answer within five seconds
    public static OptionalInt rebuild(Path socket, List<String> services) throws IOException, InterruptedException {
        return count(socket, question("rebuild", services));
    }

    /// Gives the lines that apps and builds wrote lately, and those to come, if that is wanted, until `up` ends.
    ///
    /// @return false if no `up` is running there
    public static boolean logs(
            Path socket, List<String> services, ControlServer.Following following, Consumer<LogLine> lines)
            throws IOException {
        Optional<SocketChannel> connected = connect(socket);
        if (connected.isEmpty()) {
            return false;
        }
        String word = following == ControlServer.Following.FOLLOW ? "follow" : "logs";
        try (SocketChannel channel = connected.get();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8))) {
            channel.write(ByteBuffer.wrap((question(word, services) + "\n").getBytes(UTF_8)));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(JSON.readValue(line, LogLine.class));
            }
        }
        return true;
    }

    private static String question(String word, List<String> services) {
        return services.isEmpty() ? word : word + " " + String.join(" ", services);
    }

    private static OptionalInt count(Path socket, String question) throws IOException, InterruptedException {
        Optional<byte[]> answer = ask(socket, question + "\n");
        return answer.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(JSON.readTree(answer.get()).path("targets").asInt());
    }

    private static Optional<SocketChannel> connect(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return Optional.of(channel);
        } catch (IOException e) {
            channel.close();
            return Optional.empty(); // left behind by one that was killed
        }
    }

    private static Optional<byte[]> ask(Path socket, String question) throws IOException, InterruptedException {
        return ask(socket, question, LIMIT_SECONDS);
    }

    private static Optional<byte[]> ask(Path socket, String question, long limitSeconds)
            throws IOException, InterruptedException {
        Optional<SocketChannel> connected = connect(socket);
        if (connected.isEmpty()) {
            return Optional.empty();
        }
        try (SocketChannel channel = connected.get()) {
            channel.write(ByteBuffer.wrap(question.getBytes(UTF_8)));
            return Optional.of(
                    CompletableFuture.supplyAsync(() -> readAll(channel)).get(limitSeconds, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the running devsync does not answer at " + socket, e);
        }
    }

    private static byte[] readAll(SocketChannel channel) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toByteArray();
    }
}
