package dev.devsync.target;

import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import org.jspecify.annotations.Nullable;

/// What a connection to a target is for.
///
/// @param root the folder that is kept equal to the source
/// @param mode what may be deleted there
/// @param owner whose the files shall be; null for the container's own user
/// @param access whether anything will be changed
/// @param claim who writes there, and whether it takes the target over from others
public record TargetOptions(
        TargetPath root, SyncMode mode, @Nullable Owner owner, Access access, Claim claim) {

    /// Connects for the first time.
    public TargetOptions(TargetPath root, SyncMode mode, @Nullable Owner owner, Access access) {
        this(root, mode, owner, access, Claim.first());
    }

    /// To sync, for the first time.
    public TargetOptions(TargetPath root, SyncMode mode, @Nullable Owner owner) {
        this(root, mode, owner, Access.WRITE);
    }
}
