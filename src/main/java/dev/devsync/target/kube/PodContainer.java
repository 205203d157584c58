package dev.devsync.target.kube;

import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A container of a pod as it was a moment ago.
///
/// @param id changes with each start; empty before the first
/// @param restarts how often it was started again
/// @param running whether it runs; being ready is another thing, and often takes the files that are to be synced
/// @param reason why it does not run, in the cluster's words; may be empty
/// @param mounts its volumes
public record PodContainer(
        String name, String image, String id, int restarts, boolean running, String reason, List<PodMount> mounts) {

    public PodContainer {
        mounts = List.copyOf(mounts);
    }

    /// The volume that a folder lies in.
    public Optional<PodMount> mountOf(TargetPath folder) {
        return mounts.stream()
                .filter(mount -> folder.isWithin(mount.path()))
                .max(Comparator.comparingInt(mount -> mount.path().value().length()));
    }

    /// The volumes below a folder.
    public List<TargetPath> mountsBelow(TargetPath folder) {
        return mounts.stream()
                .map(PodMount::path)
                .filter(path -> path.isWithin(folder) && !path.equals(folder))
                .toList();
    }

    /// Which folder one of the container's really is: replicas with the same claim have the same.
    public FolderIdentity identity(TargetPath folder) {
        return mountOf(folder)
                .map(mount -> mount.identity(folder))
                .orElseGet(() -> new FolderIdentity("container " + id, folder));
    }
}
