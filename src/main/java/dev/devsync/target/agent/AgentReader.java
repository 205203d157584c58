package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads what an agent says: lines, records that end with `//` and a newline, texts that end with NUL and one. One
/// character stands for one byte.
final class AgentReader {

    /// Far more than any path with all that is said of it.
    private static final int LONGEST = 1 << 20;

    private final InputStream in;

    AgentReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /// @throws EOFException if the stream ends first
    String line() throws IOException {
        return until(false);
    }

    /// The text before the next `//` and newline; it may contain newlines.
    ///
    /// @throws EOFException if the stream ends first
    String record() throws IOException {
        return until(true);
    }

    private String until(boolean record) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(128);
        int slashes = 0;
        while (true) {
            int b = next();
            if (b == '\n' && (!record || slashes >= 2)) {
                int length = text.size() - (record ? 2 : 0);
                return new String(text.toByteArray(), 0, length, ISO_8859_1);
            }
            slashes = b == '/' ? slashes + 1 : 0;
            text.write(b);
            checkLength(text);
        }
    }

    /// The text before the next NUL and newline.
    ///
    /// @throws EOFException if the stream ends first
    String text() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int b = next(); b != 0; b = next()) {
            text.write(b);
            checkLength(text);
        }
        if (next() != '\n') {
            throw new IOException("the agent's text goes on after its end");
        }
        return text.toString(ISO_8859_1);
    }

    private static void checkLength(ByteArrayOutputStream text) throws IOException {
        if (text.size() > LONGEST) {
            throw new IOException("the agent said something endless");
        }
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }
}
