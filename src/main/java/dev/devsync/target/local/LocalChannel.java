package dev.devsync.target.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.agent.AgentChannel;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/// A child process of ours.
final class LocalChannel implements AgentChannel {

    private static final int DIAGNOSTICS = 8 * 1024;

    /// How long the process gets to end by itself once its input has ended.
    private static final long GRACE_SECONDS = 3;

    private final Process process;
    private final OutputStream input;

    @SuppressWarnings("JdkObsolete") // written by one thread, read by another
    private final StringBuffer diagnostics = new StringBuffer();

    LocalChannel(Process process) {
        this.process = process;
        this.input = unbuffered(process.getOutputStream());
        Thread.ofVirtual().name("devsync-local-stderr").start(this::drain);
    }

    /// Java puts a buffer before every child's input.
    private static OutputStream unbuffered(OutputStream buffered) {
        return new FilterOutputStream(buffered) {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                out.flush();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                out.flush();
            }
        };
    }

    private void drain() {
        byte[] bytes = new byte[1024];
        try (InputStream errors = process.getErrorStream()) {
            for (int n = errors.read(bytes); n >= 0; n = errors.read(bytes)) {
                if (diagnostics.length() < DIAGNOSTICS) {
                    diagnostics.append(new String(bytes, 0, n, UTF_8));
                }
            }
        } catch (IOException e) {
            diagnostics.append(e.getMessage()); // the process was destroyed: nothing more to learn
        }
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public String diagnostics() {
        return diagnostics.toString();
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            diagnostics.append(e.getMessage()); // it has ended already
        }
        // What it still says is read to the end: it would wait for a reader before it clears up.
        Thread.ofVirtual().name("devsync-local-rest").start(this::discardOutput);
        // Waits, so that nothing writes to the folder any more once this has returned.
        // A thread that was told to end waits as well: an agent that is killed leaves its staging folder behind.
        if (!hasEnded(System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS))) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void discardOutput() {
        try {
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            diagnostics.append(e.getMessage()); // it was destroyed
        }
    }

    private boolean hasEnded(long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
