package dev.devsync.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A contender at work on one folder and one or more containers.
interface Running extends AutoCloseable {

    /// What has happened to the folder.
    enum Kind {
        WRITTEN,
        DELETED
    }

    /// One thing that has changed.
    ///
    /// @param path relative to the source, a file or a folder
    record Change(Kind kind, String path) {}

    /// The containers' names.
    List<String> containers();

    /// Carries changes over. What watches has nothing to do here: it has noticed them itself.
    void push(List<Change> changes) throws IOException, InterruptedException;

    /// The process on the host that watches; empty if nothing runs while nothing changes.
    Optional<ProcessHandle> watcher();

    /// Waits until what watches has said that it does.
    void awaitReady() throws IOException, InterruptedException;

    /// What the watcher that was started last has said so far.
    String said() throws IOException;

    /// Ends what watches; the containers stay.
    void rest() throws IOException;

    /// Starts what was ended by [#rest], and returns at once.
    void wake() throws IOException;

    /// Ends it and removes the containers.
    @Override
    void close() throws IOException;
}
