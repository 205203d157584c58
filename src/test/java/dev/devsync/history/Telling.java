package dev.devsync.history;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps the last of what devsync told, for failures.
final class Telling implements Reporter {

    private static final int LAST = 15;

    private final Deque<String> last = new ArrayDeque<>();

    @Override
    public synchronized void on(Event event) {
        String text = event.toString();
        last.add(text.length() > 300 ? text.substring(0, 300) + "…" : text);
        if (last.size() > LAST) {
            last.removeFirst();
        }
    }

    synchronized String text() {
        return "  " + String.join("\n  ", last);
    }
}
