package dev.devsync.target.kube;

import dev.devsync.target.agent.AgentChannel;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// The streams of a process in a pod: those of the kubectl that carries them.
final class KubectlChannel implements AgentChannel {

    /// How long kubectl gets to carry the end of the input there and the process's end back.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final KubectlProcess kubectl;
    private final ReentrantLock writing = new ReentrantLock();
    private final OutputStream input;

    KubectlChannel(KubectlProcess kubectl) {
        this.kubectl = kubectl;
        this.input = new Input(kubectl.input());
    }

    @Override
    public InputStream output() {
        return kubectl.output();
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public String diagnostics() {
        return KubectlTrouble.words(kubectl.errors());
    }

    @Override
    public void close() {
        // A write that is under way may be stuck for as long as the network is: then there is no end to be carried.
        if (writing.tryLock()) {
            try {
                input.close();
            } catch (IOException e) {
                kubectl.close(); // it has ended already
            } finally {
                writing.unlock();
            }
            if (kubectl.endsWithin(GRACE)) {
                return;
            }
        }
        kubectl.close();
    }

    /// Java puts a buffer before every child's input. Closing it half-closes the stream: kubectl sends the end of
    /// the input on, and output still arrives.
    private final class Input extends FilterOutputStream {
        Input(OutputStream buffered) {
            super(buffered);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.lock();
            try {
                out.write(bytes, offset, length);
                out.flush();
            } finally {
                writing.unlock();
            }
        }
    }
}
