package dev.devsync.target.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;

/// A connection through ssh, as the docker CLI makes it: `ssh HOST docker system dial-stdio`.
final class SshWire implements Wire {

    private static final int RECEIVE_BYTES = 64 * 1024;

    private final SshProcess ssh;
    /// Between the process and the reader, because reading from a pipe of the system's can be interrupted, and from a
    /// process cannot.
    private final Pipe received;
    private volatile boolean answered;

    private SshWire(SshProcess ssh, Pipe received) {
        this.ssh = ssh;
        this.received = received;
    }

    static SshWire open(EngineAddress.Ssh address, Duration limit) throws IOException {
        Pipe received = Pipe.open();
        SshWire wire = new SshWire(SshProcess.start(address.destination(), limit), received);
        Thread.ofPlatform().daemon().name("ssh output").start(wire::receive);
        return wire;
    }

    private void receive() {
        byte[] bytes = new byte[RECEIVE_BYTES];
        try (Pipe.SinkChannel sink = received.sink()) {
            InputStream output = ssh.output();
            for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
                ssh.answered();
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
                while (buffer.hasRemaining()) {
                    sink.write(buffer);
                }
            }
        } catch (IOException e) {
            ssh.close(); // nobody reads any more
        }
    }

    /// @throws IOException with what ssh said, if the connection ended before anything came
    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = received.source().read(into);
        if (count < 0 && !answered) {
            throw ssh.failure();
        }
        answered = true;
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        OutputStream input = ssh.input();
        try {
            input.write(bytes, offset, length);
            input.flush();
        } catch (IOException e) {
            throw answered ? e : ssh.failure(); // "broken pipe" would say less
        }
    }

    @Override
    public void endOutput() throws IOException {
        ssh.input().close();
    }

    @Override
    public void close() {
        ssh.close();
        try {
            received.source().close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
