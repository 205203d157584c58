package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps a `kubectl get --watch` running. What it prints is a hint and nothing more: a line, and its listener lists
/// again. So nothing hangs on how a watch begins, ends, repeats itself or loses an event.
public final class PodWatch implements AutoCloseable {

    /// kubectl begins anew after this, and lists once more.
    static final String LASTS = "--request-timeout=5m";

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// One that lasted this long was no failure to connect: the next begins at once.
    private static final Duration LASTED = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final List<String> arguments;
    private final PodListener listener;
    private final Thread thread;
    private @Nullable KubectlProcess running;
    private boolean closed;

    PodWatch(Cluster cluster, List<String> arguments, PodListener listener) {
        this.cluster = cluster;
        this.arguments = arguments;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("devsync-pod-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        boolean told = false;
        while (!isClosed()) {
            long start = System.nanoTime();
            KubeException trouble = watchOnce();
            boolean lasted = System.nanoTime() - start > LASTED.toNanos();
            if (trouble != null && !lasted && !told && !isClosed()) {
                listener.onLost(trouble);
            }
            told = trouble != null && !lasted;
            Duration twice = pause.multipliedBy(2);
            pause = lasted || trouble == null
                    ? SHORTEST_PAUSE
                    : twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return; // closing
            }
        }
    }

    /// @return why it ended, or null if it came to its end as watches do
    private @Nullable KubeException watchOnce() {
        try (KubectlProcess kubectl = adopt(cluster.kubectl().startGuarded(arguments))) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(kubectl.output(), UTF_8));
            listener.onHint(); // something may have happened while none was running
            while (lines.readLine() != null) {
                listener.onHint();
            }
            kubectl.input().close();
            return kubectl.endsWithin(Duration.ofSeconds(5)) && kubectl.exitCode() == 0
                    ? null
                    : KubectlTrouble.of(cluster.toString(), kubectl.lastWords());
        } catch (KubeException e) {
            return e;
        } catch (IOException e) {
            return new KubeException.Failed("the watch of pods broke: " + e.getMessage());
        }
    }

    private synchronized KubectlProcess adopt(KubectlProcess kubectl) {
        if (closed) {
            kubectl.close();
        }
        running = kubectl;
        return kubectl;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Ends the watching. A call to the listener that is under way may still end after this.
    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.close();
        }
        thread.interrupt();
    }
}
