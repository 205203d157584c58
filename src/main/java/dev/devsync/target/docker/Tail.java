package dev.devsync.target.docker;

import dev.devsync.tree.Text;
import java.util.Arrays;

/// The last few kilobytes of a stream that nobody reads unless something goes wrong.
final class Tail {

    static final int BYTES = 8 * 1024;

    private final byte[] ring = new byte[BYTES];
    private long written;

    synchronized void add(byte[] bytes) {
        for (int i = Math.max(0, bytes.length - BYTES); i < bytes.length; i++) {
            ring[(int) ((written + i) % BYTES)] = bytes[i];
        }
        written += bytes.length;
    }

    /// What came last, line by line, safe to print.
    synchronized String text() {
        int size = (int) Math.min(written, BYTES);
        byte[] last = new byte[size];
        for (int i = 0; i < size; i++) {
            last[i] = ring[(int) ((written - size + i) % BYTES)];
        }
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= size; i++) {
            if (i == size || last[i] == '\n') {
                int end = i > start && last[i - 1] == '\r' ? i - 1 : i;
                text.append(text.isEmpty() ? "" : "\n").append(Text.printable(Arrays.copyOfRange(last, start, end)));
                start = i + 1;
            }
        }
        return text.toString().strip();
    }
}
