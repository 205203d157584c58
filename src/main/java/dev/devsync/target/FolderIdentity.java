package dev.devsync.target;

import dev.devsync.tree.TargetPath;

/// Which folder a target really is. Targets with the same identity are one and the same folder, as those of replicas
/// are that have a volume in common: what is written into one of them is in all.
///
/// @param storage where the folder is: a container, a volume, a machine
/// @param path where it is in there
public record FolderIdentity(String storage, TargetPath path) {

    @Override
    public String toString() {
        return storage + (path.equals(TargetPath.ROOT) ? "" : ", folder " + path);
    }
}
