package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The first part of an answer to an HTTP request.
///
/// @param status the status code
/// @param fields the header fields by name in lower case
record HttpHead(int status, Map<String, String> fields) {

    /// Far above what an engine sends; a stranger on the port shall not fill the memory.
    private static final int MOST_BYTES = 16 * 1024;

    /// Sends a request.
    ///
    /// @param head the request line and the fields, without the empty line
    static void request(Wire wire, String head, String body) throws IOException {
        byte[] bytes = (head + "\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(US_ASCII);
        wire.write(bytes, 0, bytes.length);
    }

    /// Reads the head of an answer. What came after it stays in the buffer.
    ///
    /// @param buffer in reading state: holds what was received and not yet used
    static HttpHead read(Wire wire, ByteBuffer buffer) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!endsWithEmptyLine(text)) {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int count = wire.read(buffer);
                buffer.flip();
                if (count < 0) {
                    throw new EOFException("the connection was closed before an answer came");
                }
            }
            text.append((char) (buffer.get() & 0xff));
            if (text.length() > MOST_BYTES) {
                throw new IOException("the answer is not HTTP");
            }
        }
        return parse(text.toString());
    }

    private static boolean endsWithEmptyLine(StringBuilder text) {
        int length = text.length();
        return length >= 4
                && text.charAt(length - 1) == '\n'
                && text.substring(length - 4).equals("\r\n\r\n");
    }

    private static HttpHead parse(String text) throws IOException {
        String[] lines = text.split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        if (!first[0].startsWith("HTTP/1.") || first.length < 2 || !first[1].matches("\\d{3}")) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(Integer.parseInt(first[1]), fields);
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    /// Reads the body of an error, up to 16 KiB of it: as far as its length says, else to the end.
    String errorBody(Wire wire, ByteBuffer buffer) throws IOException {
        String length = field("content-length");
        int most = length == null ? MOST_BYTES : (int) Math.min(MOST_BYTES, Long.parseLong(length));
        StringBuilder text = new StringBuilder();
        while (text.length() < most) {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int count = wire.read(buffer);
                buffer.flip();
                if (count < 0) {
                    break;
                }
            }
            text.append((char) (buffer.get() & 0xff));
        }
        return new String(text.toString().getBytes(ISO_8859_1), UTF_8);
    }
}
