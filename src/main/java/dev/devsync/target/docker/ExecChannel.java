package dev.devsync.target.docker;

import dev.devsync.target.agent.AgentChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The attached streams of an exec.
final class ExecChannel implements AgentChannel {

    private final Wire wire;
    private final AtomicLong writingSince = new AtomicLong(); // by System.nanoTime(), 0 while nothing is written
    private volatile boolean closed;
    private final Tail errors = new Tail();
    private final FrameStream output;
    private final OutputStream input = new Input();

    /// @param buffer in reading state: holds what came after the head of the engine's answer
    ExecChannel(Wire wire, ByteBuffer buffer) {
        this.wire = wire;
        this.output = new FrameStream(wire::read, buffer, errors);
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public String diagnostics() {
        return errors.text();
    }

    /// For how long a write has been under way.
    Duration blockedFor() {
        long since = writingSince.get();
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        // No half-close first: over TLS that would wait for a write that is under way.
        wire.close();
    }

    /// Closing it half-closes the connection: the process sees the end of its input, its output still arrives.
    private final class Input extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writingSince.set(System.nanoTime() | 1); // never 0
            try {
                wire.write(bytes, offset, length);
            } finally {
                writingSince.set(0);
            }
        }

        @Override
        public void close() throws IOException {
            wire.endOutput();
        }
    }
}
