package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.report.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        Optional<byte[]> answer = ask(socket, ControlServer.STATUS);
        return answer.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(answer.get(), Status.class));
    }

    /// Says that what was halted, because too much would be deleted, may be deleted.
    ///
    /// @return how many targets go on; nothing if no `up` is running there
    /// @throws IOException if there is one and it does not answer within five seconds
    public static OptionalInt resume(Path socket) throws IOException, InterruptedException {
        Optional<byte[]> answer = ask(socket, ControlServer.RESUME + "\n");
        return answer.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(JSON.readTree(answer.get()).path("resumed").asInt());
    }

    private static Optional<byte[]> ask(Path socket, String question) throws IOException, InterruptedException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                return Optional.empty(); // left behind by one that was killed
            }
            channel.write(ByteBuffer.wrap(question.getBytes(UTF_8)));
            return Optional.of(
                    CompletableFuture.supplyAsync(() -> readAll(channel)).get(LIMIT_SECONDS, TimeUnit.SECONDS));
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
