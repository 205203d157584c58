package dev.devsync.target.docker;

import dev.devsync.tree.TargetPath;
import java.util.List;
import java.util.Optional;

/// What decides whether and how devsync can write into a container.
///
/// @param workingDir where its processes start
/// @param rootAccess whether its root file system can be written to
/// @param mounts what is mounted into it, tmpfs included
/// @param architecture its image's, as in `amd64`, `arm64`; empty if unknown
/// @param os its image's, as in `linux`; empty if unknown
public record ContainerDetails(
        ContainerInfo info,
        TargetPath workingDir,
        Mount.Access rootAccess,
        List<Mount> mounts,
        String architecture,
        String os) {

    public ContainerDetails {
        mounts = List.copyOf(mounts);
    }

    /// The innermost mount that a folder is in.
    ///
    /// @return nothing if the folder is in the root file system
    public Optional<Mount> mountOf(TargetPath folder) {
        return mounts.stream()
                .filter(mount -> folder.isWithin(mount.destination()))
                .max((a, b) -> Integer.compare(
                        a.destination().value().length(),
                        b.destination().value().length()));
    }

    /// The mounts below a folder; renaming from the folder into them is no rename.
    public List<Mount> mountsBelow(TargetPath folder) {
        return mounts.stream()
                .filter(mount -> mount.destination().isWithin(folder)
                        && !mount.destination().equals(folder))
                .toList();
    }
}
