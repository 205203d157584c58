package dev.devsync.target.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One GET over a wire of its own, without docker-java: for the first contact, where docker-java costs 300 ms and
/// hides why a connection failed (3.7.1 then tries another socket library), and for streams without a known end.
///
/// As HTTP/1.0, to which an engine answers without chunks: the body is what comes until the end.
final class PlainRequest implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Wire wire;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private @Nullable HttpHead head;

    private PlainRequest(Wire wire) {
        this.wire = wire;
    }

    /// Sends the request and reads the head of the answer.
    ///
    /// @throws IOException if nobody answers
    /// @throws EngineException.Failed if the answer is an error
    static PlainRequest send(EngineAddress address, String path, Duration limit) throws IOException, EngineException {
        PlainRequest request = new PlainRequest(Wire.open(address, limit));
        try {
            HttpHead.request(request.wire, "GET " + path + " HTTP/1.0", "");
            HttpHead head = HttpHead.read(request.wire, request.buffer);
            request.head = head;
            if (head.status() != 200) {
                String message = EngineMessage.of(head.status(), head.errorBody(request.wire, request.buffer));
                if (message.toLowerCase(Locale.ROOT).contains("http request to an https server")) {
                    throw new IOException(message);
                }
                throw new EngineException.Failed(message, head.status(), null);
            }
            return request;
        } catch (IOException | EngineException | RuntimeException e) {
            request.close();
            throw e;
        }
    }

    /// A request's body as JSON.
    static JsonNode json(EngineAddress address, String path, Duration limit) throws IOException, EngineException {
        try (PlainRequest request = send(address, path, limit)) {
            return JSON.readTree(request.body());
        }
    }

    HttpHead head() {
        return Objects.requireNonNull(head);
    }

    InputStream body() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (!buffer.hasRemaining()) {
                    buffer.clear();
                    int count = wire.read(buffer);
                    buffer.flip();
                    if (count < 0) {
                        return -1;
                    }
                }
                int size = Math.min(length, buffer.remaining());
                buffer.get(bytes, offset, size);
                return size;
            }
        };
    }

    @Override
    public void close() {
        wire.close();
    }
}
