package dev.devsync.target.agent;

import dev.devsync.target.Progress;

/// Counts what has been sent for one delta.
final class Tally {

    private final Progress progress;
    private long files;
    private long contentBytes;
    private long sentBytes;

    Tally(Progress progress) {
        this.progress = progress;
    }

    void bytes(long count) {
        contentBytes += count;
        progress.sent(files, contentBytes);
    }

    void fileDone() {
        files++;
        progress.sent(files, contentBytes);
    }

    void sent(long count) {
        sentBytes += count;
    }

    long sent() {
        return sentBytes;
    }
}
