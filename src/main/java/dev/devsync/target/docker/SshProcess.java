package dev.devsync.target.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One connection to an engine behind ssh: a process of ours, which ends when this is closed and when we end.
final class SshProcess implements AutoCloseable {

    /// sshd refuses at random when more than ten are knocking at a time (`MaxStartups`).
    private static final Semaphore KNOCKING = new Semaphore(6, true);

    /// Ctrl-C reaches every process of the terminal; the connections must outlive it until the apps are stopped. ssh
    /// leaves a signal ignored that it finds ignored (OpenSSH's client loop).
    private static final List<String> DEAF_TO_INTERRUPTS = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "ssh");

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Process process;
    private final Tail errors = new Tail();
    private final Thread listener;
    private final AtomicBoolean knocking = new AtomicBoolean(true);

    private SshProcess(Process process) {
        this.process = process;
        this.listener = Thread.ofVirtual().name("ssh stderr").start(this::listen);
    }

    /// @param limit how long to wait for others that are just being started
    /// @throws IOException if the process cannot be started
    static SshProcess start(SshDestination destination, Duration limit) throws IOException {
        List<String> words = new ArrayList<>(DEAF_TO_INTERRUPTS);
        words.addAll(destination.command());
        knock(limit);
        try {
            return new SshProcess(new ProcessBuilder(words).start());
        } catch (IOException | RuntimeException e) {
            KNOCKING.release();
            throw e;
        }
    }

    private static void knock(Duration limit) throws IOException {
        try {
            if (!KNOCKING.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("too many ssh connections are being opened: timed out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before ssh was started");
        }
    }

    private void listen() {
        byte[] bytes = new byte[1024];
        try (InputStream said = process.getErrorStream()) {
            for (int count = said.read(bytes); count >= 0; count = said.read(bytes)) {
                errors.add(Arrays.copyOf(bytes, count));
            }
        } catch (IOException e) {
            // It was ended: nothing more to learn.
        }
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    /// Something came from the other side: the connection stands.
    void answered() {
        if (knocking.compareAndSet(true, false)) {
            KNOCKING.release();
        }
    }

    /// Why nothing came, after the end of [#output].
    IOException failure() {
        try {
            listener.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said = errors.text().replace("\n", "; ");
        return new IOException(
                said.isEmpty() ? "ssh ended without a word" : said.startsWith("ssh: ") ? said : "ssh: " + said);
    }

    /// Ends the process: nobody wants anything more of it.
    @Override
    public void close() {
        answered();
        process.destroyForcibly();
    }
}
