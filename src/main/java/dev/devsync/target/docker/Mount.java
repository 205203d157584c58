package dev.devsync.target.docker;

import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;

/// Something that is mounted into a container.
///
/// @param destination where it is in the container
/// @param source the host's folder or the volume's name; empty for a tmpfs
/// @param subpath the part of the source that is mounted: `/` for all of it
public record Mount(TargetPath destination, Type type, Access access, String source, TargetPath subpath) {

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

    /// Whether other containers can have the same.
    boolean isShareable() {
        return switch (type) {
            case BIND -> source.startsWith("/"); // an engine on Windows has no such paths
            case VOLUME -> true;
            case TMPFS, OTHER -> false;
        };
    }

    /// Which folder one within the mount really is.
    FolderIdentity identity(TargetPath folder) {
        TargetPath within = subpath.resolve(destination.relative(folder));
        return type == Type.VOLUME
                ? new FolderIdentity("volume " + source, within)
                : new FolderIdentity("the engine's host", new TargetPath(source).resolve(within));
    }
}
