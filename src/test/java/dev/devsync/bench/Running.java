package dev.devsync.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A contender at work on one folder and one container.
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

    /// The container's name.
    String container();

    /// Carries changes over. What watches has nothing to do here: it has noticed them itself.
    void push(List<Change> changes) throws IOException, InterruptedException;

    /// The process on the host that watches; empty if nothing runs while nothing changes.
    Optional<ProcessHandle> watcher();

    /// Waits until what watches has said that it does.
    void awaitReady() throws Exception;

    /// Ends what watches; the container stays.
    void rest() throws Exception;

    /// Starts what was ended by [#rest], and returns at once.
    void wake() throws Exception;

    /// Ends it and removes the container.
    @Override
    void close() throws Exception;
}
