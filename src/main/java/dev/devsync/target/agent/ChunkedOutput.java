package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Sends a stream whose length is not known beforehand as frames of known length: `D LEN` and the bytes.
final class ChunkedOutput extends OutputStream {

    /// Large enough that the agent's reader process (about 1 ms each) costs little beside the bytes (2 ms per MiB).
    private static final int CHUNK = 2 * 1024 * 1024;

    /// Room before the bytes for the frame's head, so that both go out in one write.
    private static final int HEAD = 16;

    private final OutputStream out;
    private byte[] buffer = new byte[64 * 1024];
    private int end = HEAD;
    private long total;

    ChunkedOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (end == buffer.length) {
                makeRoom();
            }
            int n = Math.min(left, buffer.length - end);
            System.arraycopy(bytes, from, buffer, end, n);
            end += n;
            from += n;
            left -= n;
        }
    }

    private void makeRoom() throws IOException {
        if (buffer.length < HEAD + CHUNK) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 4, HEAD + CHUNK));
        } else {
            sendChunk();
        }
    }

    private void sendChunk() throws IOException {
        if (end > HEAD) {
            byte[] head = ("D " + (end - HEAD) + "\n").getBytes(ISO_8859_1);
            int start = HEAD - head.length;
            System.arraycopy(head, 0, buffer, start, head.length);
            out.write(buffer, start, end - start);
            total += end - start;
            end = HEAD;
        }
    }

    /// Sends what is left. The underlying stream stays open.
    @Override
    public void close() throws IOException {
        sendChunk();
    }

    /// How many bytes have gone out.
    long total() {
        return total;
    }
}
