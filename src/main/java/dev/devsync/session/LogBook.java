package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// The last lines that apps and builds wrote, for `devsync logs`.
final class LogBook {

    private static final int KEPT = 2000;

    /// No wait is without a limit.
    private static final long WAIT_MILLIS = 1000;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long written;
    private boolean closed;

    void on(Event event) {
        if (event instanceof Event.Reaction(ReactionEvent.Output output)) {
            add(new LogLine(
                    output.place().service(),
                    output.place().instance(),
                    output.kind().name().toLowerCase(Locale.ROOT),
                    output.line()));
        }
    }

    private synchronized void add(LogLine line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line);
        written++;
        notifyAll();
    }

    /// Gives what is kept, and what comes, if that is wanted, until the sink fails or the session ends.
    void read(List<String> services, ControlServer.Following following, ControlServer.LineSink sink)
            throws IOException, InterruptedException {
        long next = 0;
        while (true) {
            List<LogLine> batch;
            synchronized (this) {
                while (next == written && following == ControlServer.Following.FOLLOW && !closed) {
                    wait(WAIT_MILLIS);
                }
                long first = written - lines.size();
                batch = new ArrayList<>(lines).subList((int) (Math.max(next, first) - first), lines.size());
                next = written;
            }
            for (LogLine line : batch) {
                if (services.isEmpty() || services.contains(line.service())) {
                    sink.line(line);
                }
            }
            if (following == ControlServer.Following.END || isClosed()) {
                return;
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
