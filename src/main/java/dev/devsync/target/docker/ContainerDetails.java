package dev.devsync.target.docker;

import dev.devsync.tree.TargetPath;
import java.util.List;
import java.util.Optional;

/// What decides whether and how devsync can write into a container.
///
/// @param rootAccess whether its root file system can be written to
/// @param architecture its image's, as in `amd64`, `arm64`; empty if unknown
/// @param os its image's, as in `linux`; empty if unknown
public record ContainerDetails(ContainerInfo info, Mount.Access rootAccess, String architecture, String os) {

    /// Where its processes start.
    public TargetPath workingDir() {
        return info.workingDir();
    }

    public List<Mount> mounts() {
        return info.mounts();
    }

    /// The innermost mount that a folder is in.
    ///
    /// @return nothing if the folder is in the root file system
    public Optional<Mount> mountOf(TargetPath folder) {
        return info.mountOf(folder);
    }

    /// The mounts below a folder; renaming from the folder into them is no rename.
    public List<Mount> mountsBelow(TargetPath folder) {
        return info.mountsBelow(folder);
    }
}
