package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One kubectl as a child process, and its owner: whoever opened it closes it, and then it is gone.
final class KubectlProcess implements AutoCloseable {

    /// What is kept of its standard error; it is a line or two unless something is odd.
    private static final int KEPT = 8 * 1024;

    /// How long its last words may take once it has ended: a child of its own could hold the pipe.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Process process;
    private final StringBuilder errors = new StringBuilder();
    private final CountDownLatch allSaid = new CountDownLatch(1);

    KubectlProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().name("devsync-kubectl-stderr").start(this::drain);
    }

    private void drain() {
        byte[] bytes = new byte[1024];
        try (InputStream stream = process.getErrorStream()) {
            for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
                keep(new String(bytes, 0, n, UTF_8));
            }
        } catch (IOException e) {
            keep(""); // it was destroyed: nothing more to learn
        } finally {
            allSaid.countDown();
        }
    }

    private void keep(String text) {
        synchronized (errors) {
            errors.append(text);
            if (errors.length() > KEPT) {
                errors.delete(0, errors.length() - KEPT);
            }
        }
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    /// What it has said on its standard error so far.
    String errors() {
        synchronized (errors) {
            return errors.toString();
        }
    }

    /// All that it said, once it has ended.
    String lastWords() {
        try {
            allSaid.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return errors();
    }

    /// @return whether it has ended by then; an interrupt shortens nothing, because an owner that is told to end
    ///     must not leave its child behind
    boolean endsWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
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

    /// Its exit code, once it has ended.
    int exitCode() {
        return process.exitValue();
    }

    /// Ends it at once, with the plugins that it started for credentials.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
