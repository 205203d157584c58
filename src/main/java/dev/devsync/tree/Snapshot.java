package dev.devsync.tree;

import java.util.Map;

/// What a scan found in a target.
///
/// @param present everything below the root, devsync's own or not
/// @param owned the paths that devsync recorded there as its own, with what it last wrote; they need not
///     exist any more
public record Snapshot(Tree present, Map<RelativePath, Written> owned) {

    /// What is known of the last write to an owned path.
    public sealed interface Written {}

    /// Nothing: the path was claimed, then the writing was cut short, or the target keeps exact times itself.
    public enum Unknown implements Written {
        UNKNOWN
    }

    /// A file was written.
    ///
    /// @param size in bytes
    /// @param mtimeNanos the host's exact time of last change, nanoseconds since 1970-01-01T00:00Z
    public record FileWritten(long size, long mtimeNanos) implements Written {}
}
