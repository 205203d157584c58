package dev.devsync.react;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last few lines that something wrote, for when it fails.
final class LastLines {

    private static final int KEPT = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> get() {
        return List.copyOf(lines);
    }
}
