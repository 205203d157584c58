package dev.devsync.target.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A process's standard output, taken out of the engine's frames `[stream, 0, 0, 0, length BE32] payload`
/// (Engine API, "Attach to a container"). Standard error goes to a tail on the way.
///
/// Ends (-1) with the stream, whether it was closed or broke.
final class FrameStream extends InputStream {

    /// Where bytes come from. The same contract as [Wire#read].
    @FunctionalInterface
    interface Source {
        int read(ByteBuffer into) throws IOException;
    }

    private static final int HEADER_BYTES = 8;
    private static final byte STDERR = 2;
    private static final byte SYSTEM_ERROR = 3; // the engine itself speaks

    private final Source source;
    private final ByteBuffer buffer;
    private final Tail errors;
    private long left; // of the frame that is being read; up to 4 GiB
    private boolean toErrors;
    private boolean ended;

    /// @param buffer in reading state: holds what was received and not yet used; room for a header at least
    /// @param errors receives standard error
    FrameStream(Source source, ByteBuffer buffer, Tail errors) {
        this.source = source;
        this.buffer = buffer;
        this.errors = errors;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (nextPayload()) {
            int size = (int) Math.min(Math.min(left, buffer.remaining()), toErrors ? Tail.BYTES : length);
            left -= size;
            if (!toErrors) {
                buffer.get(bytes, offset, size);
                return size;
            }
            byte[] part = new byte[size];
            buffer.get(part);
            errors.add(part);
        }
        return -1;
    }

    /// Waits until there is at least one byte of payload in the buffer.
    private boolean nextPayload() {
        while (!ended && left == 0) {
            if (!fill(HEADER_BYTES)) {
                return false;
            }
            int type = buffer.getInt() >>> 24;
            toErrors = type == STDERR || type == SYSTEM_ERROR;
            left = Integer.toUnsignedLong(buffer.getInt());
        }
        return fill(1);
    }

    /// Reads until the buffer holds that many bytes.
    private boolean fill(int bytes) {
        while (!ended && buffer.remaining() < bytes) {
            buffer.compact();
            try {
                ended = source.read(buffer) < 0;
            } catch (IOException e) {
                ended = true; // broken or closed by us: either way nothing more comes
            }
            buffer.flip();
        }
        return buffer.remaining() >= bytes;
    }

    @Override
    public int available() {
        return toErrors ? 0 : (int) Math.min(left, buffer.remaining());
    }
}
