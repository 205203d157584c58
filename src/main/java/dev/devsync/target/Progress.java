package dev.devsync.target;

/// Told how far a delta is.
@FunctionalInterface
public interface Progress {

    Progress NONE = (files, bytes) -> {};

    /// Called at most once per file and once per 64 KiB, from the thread that applies.
    ///
    /// @param files how many files have been sent
    /// @param bytes how many bytes of their content have been sent
    void sent(long files, long bytes);
}
