package dev.devsync.config;

import dev.devsync.tree.Owner;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One source that is kept in a target.
///
/// @param target the folder in the target
/// @param upkeep how it is looked after
public record Sync(SourceFolder source, TargetPath target, Upkeep upkeep) {

    /// A folder and where it goes, with the defaults for everything else.
    public static Sync of(Path path, TargetPath target) {
        return new Sync(SourceFolder.of(path, Selection.Patterns.NONE), target, Upkeep.DEFAULT);
    }

    /// The source's folder, absolute.
    public Path path() {
        return source.path();
    }

    /// What may be deleted in the target.
    public SyncMode mode() {
        return upkeep.mode();
    }

    /// The owner that files get, or null for the container's user.
    public @Nullable Owner owner() {
        return upkeep.owner();
    }

    /// Whether another sync puts the same files into its target, by the same rules; the targets may be called
    /// differently.
    public boolean isSameWorkAs(Sync other) {
        return source.equals(other.source) && upkeep.equals(other.upkeep);
    }

    /// The same with another limit for deletions.
    public Sync with(DeletionLimit limit) {
        return new Sync(source, target, upkeep.with(limit));
    }

    /// The same where rules look at its paths from another folder.
    ///
    /// @param folder what lies between there and the source
    public Sync seenFrom(RelativePath folder) {
        return new Sync(source.seenFrom(folder), target, upkeep);
    }
}
