package dev.devsync.config;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One source that is kept in a target.
///
/// @param path the source: a folder that was there when the file was read, absolute
/// @param target the folder in the target
/// @param ignore patterns in gitignore syntax; whether they can be read is for whoever compiles them to say
/// @param include patterns in gitignore syntax; empty for everything
/// @param gitignore whether the source's `.gitignore` files count
/// @param mode what may be deleted in the target
/// @param owner the owner that files get, or null for the container's user
/// @param maxDelete how much may be deleted at once without a question
/// @param verifyEvery after how much quiet the target is looked at for what others changed; zero for never
/// @param pollEvery how often the whole source is looked at besides what the system tells; zero for never, null for
///     whenever its file system does not tell of everything
public record Sync(
        Path path,
        TargetPath target,
        List<String> ignore,
        List<String> include,
        GitignoreFiles gitignore,
        SyncMode mode,
        @Nullable Owner owner,
        DeletionLimit maxDelete,
        Duration verifyEvery,
        @Nullable Duration pollEvery) {

    /// A minute costs next to nothing, and nobody waits longer for a target that was deleted.
    public static final Duration VERIFY_EVERY = Duration.ofMinutes(1);

    /// A look at 20,000 files takes some 100 ms, and a save that takes a second is still a save that arrives.
    public static final Duration POLL_EVERY = Duration.ofSeconds(1);

    public Sync {
        ignore = List.copyOf(ignore);
        include = List.copyOf(include);
    }

    /// With the defaults for what is seldom said.
    public Sync(
            Path path,
            TargetPath target,
            List<String> ignore,
            List<String> include,
            GitignoreFiles gitignore,
            SyncMode mode,
            @Nullable Owner owner) {
        this(path, target, ignore, include, gitignore, mode, owner, DeletionLimit.DEFAULT, VERIFY_EVERY, null);
    }

    /// Whether another sync puts the same files into its target, by the same rules; the targets may be called
    /// differently.
    public boolean isSameWorkAs(Sync other) {
        return equals(other.at(target));
    }

    private Sync at(TargetPath another) {
        return new Sync(path, another, ignore, include, gitignore, mode, owner, maxDelete, verifyEvery, pollEvery);
    }

    /// The same with another limit for deletions.
    public Sync with(DeletionLimit limit) {
        return new Sync(path, target, ignore, include, gitignore, mode, owner, limit, verifyEvery, pollEvery);
    }
}
