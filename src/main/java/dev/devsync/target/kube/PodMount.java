package dev.devsync.target.kube;

import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;

/// A volume where a container has it.
///
/// @param path where it is in the container
/// @param storage what it is, by a name that no other volume of the cluster has
/// @param within which folder of the volume it is
/// @param access whether the container may write there
public record PodMount(TargetPath path, String storage, TargetPath within, Access access) {

    /// @param folder at or below the mount
    FolderIdentity identity(TargetPath folder) {
        return new FolderIdentity(storage, within.resolve(path.relative(folder)));
    }
}
