package dev.devsync.target.docker;

import dev.devsync.tree.TargetPath;

/// Something that is mounted into a container.
///
/// @param destination where it is in the container
/// @param source the host's folder or the volume's name; empty for a tmpfs
public record Mount(TargetPath destination, Type type, Access access, String source) {

    /// What is mounted.
    public enum Type {
        BIND,
        VOLUME,
        /// The archive API does not see into it.
        TMPFS,
        OTHER
    }

    /// Whether it can be written to.
    public enum Access {
        READ_ONLY,
        READ_WRITE
    }
}
