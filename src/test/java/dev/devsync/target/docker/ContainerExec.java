package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// A process in a container with all three streams and its exit code, as a kubelet has it from its container runtime.
public final class ContainerExec implements AutoCloseable {

    /// Told what the process writes.
    @FunctionalInterface
    public interface Output {
        /// @param stream 1 or 2
        void write(int stream, byte[] bytes) throws IOException;
    }

    /// The process could not be started.
    public static final class NotStartedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotStartedException(String message) {
            super(message);
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Engine engine;
    private final String id;
    private final Wire wire;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);

    private ContainerExec(Engine engine, String id, Wire wire) {
        this.engine = engine;
        this.id = id;
        this.wire = wire;
    }

    public static ContainerExec start(Engine engine, String container, List<String> command) throws Exception {
        String id = engine.client()
                .execCreateCmd(container)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withCmd(command.toArray(String[]::new))
                .exec()
                .getId();
        ContainerExec exec = new ContainerExec(engine, id, Wire.open(engine.address(), LIMIT));
        boolean running = false;
        try {
            exec.attach();
            exec.awaitStart();
            running = true;
            return exec;
        } finally {
            if (!running) {
                exec.close();
            }
        }
    }

    private void attach() throws IOException {
        HttpHead.request(
                wire,
                "POST /exec/" + id + "/start HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp",
                "{\"Detach\":false,\"Tty\":false}");
        HttpHead answer = HttpHead.read(wire, buffer);
        if (answer.status() != 101 && answer.status() != 200) {
            throw new NotStartedException(EngineMessage.of(answer.errorBody(wire, buffer)));
        }
    }

    private void awaitStart() throws Exception {
        while (true) {
            var state = engine.client().inspectExecCmd(id).exec();
            Long pid = state.getPidLong();
            Long exit = state.getExitCodeLong();
            if ((pid != null && pid > 0) || (exit != null && exit == 0)) {
                return;
            }
            if (exit != null && !Boolean.TRUE.equals(state.isRunning())) {
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                copyOutput((stream, bytes) -> said.write(bytes));
                throw new NotStartedException(said.toString(UTF_8).strip());
            }
            Thread.sleep(2);
        }
    }

    /// Hands on all output, until the process has ended.
    public void copyOutput(Output output) throws IOException {
        byte[] header = new byte[8];
        while (fill(header, 0, 1) > 0) {
            if (fill(header, 1, 7) < 7) {
                throw new EOFException("in the middle of a frame");
            }
            int left = ByteBuffer.wrap(header, 4, 4).getInt();
            while (left > 0) {
                byte[] part = new byte[Math.min(left, 32 * 1024)];
                int count = fill(part, 0, 1);
                int more = Math.min(part.length - 1, buffer.remaining());
                if (count < 1) {
                    throw new EOFException("in the middle of a frame");
                }
                buffer.get(part, 1, more);
                output.write(header[0], java.util.Arrays.copyOf(part, 1 + more));
                left -= 1 + more;
            }
        }
    }

    private int fill(byte[] into, int from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int read = wire.read(buffer);
                buffer.flip();
                if (read <= 0) {
                    buffer.limit(0);
                    return i;
                }
            }
            into[from + i] = buffer.get();
        }
        return count;
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        wire.write(bytes, offset, length);
    }

    public void endInput() throws IOException {
        wire.endOutput();
    }

    /// How it ended, once all its output was copied.
    public int exitCode() throws Exception {
        for (int i = 0; i < 500; i++) {
            Long exit = engine.client().inspectExecCmd(id).exec().getExitCodeLong();
            if (exit != null) {
                return exit.intValue();
            }
            Thread.sleep(10);
        }
        throw new IOException("the engine does not say how the process ended");
    }

    /// The process sees the end of its input.
    @Override
    public void close() {
        wire.close();
    }
}
