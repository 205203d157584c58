package dev.devsync.target.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// Takes a runner's stream apart: lines of the process's own, and what the runner says between them, after a zero
/// byte and its token.
final class RunnerOutput {

    /// A longer line is given in parts: a process may write without an end of line for ever.
    private static final int LONGEST_LINE = 16 * 1024;

    private static final int LONGEST_WORDS = 1024;

    private final InputStream in;
    private final byte[] token;
    private final Consumer<String> lines;
    private final Consumer<String> words;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /// @param token what the runner starts its words with
    /// @param lines told each line of the process
    /// @param words told what the runner says
    RunnerOutput(InputStream in, String token, Consumer<String> lines, Consumer<String> words) {
        this.in = new BufferedInputStream(in, 32 * 1024);
        this.token = (token + " ").getBytes(UTF_8);
        this.lines = lines;
        this.words = words;
    }

    /// Returns at the end of the stream.
    void readAll() throws IOException {
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == 0) {
                    if (isToken()) {
                        words.accept(restOfLine());
                    }
                } else if (b == '\n') {
                    endLine();
                } else {
                    add(b);
                }
            }
        } finally {
            if (line.size() > 0) {
                endLine();
            }
        }
    }

    private void add(int b) {
        line.write(b);
        if (line.size() >= LONGEST_LINE) {
            endLine();
        }
    }

    /// Whether the token follows; if not, what was read of it belongs to the process's line.
    private boolean isToken() throws IOException {
        for (int i = 0; i < token.length; i++) {
            in.mark(1);
            int b = in.read();
            if (b != token[i]) {
                if (b >= 0) {
                    in.reset(); // it may be a zero or an end of line, which mean something
                }
                add(0);
                for (int j = 0; j < i; j++) {
                    add(token[j]);
                }
                return false;
            }
        }
        return true;
    }

    private String restOfLine() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            text.write(b);
            if (text.size() > LONGEST_WORDS) {
                throw new IOException("the runner said something endless");
            }
        }
        return text.toString(UTF_8);
    }

    private void endLine() {
        int length = line.size();
        byte[] bytes = line.toByteArray();
        line.reset();
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        lines.accept(new String(bytes, 0, length, UTF_8));
    }
}
