package dev.devsync.config;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.RelativePath;
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
/// @param watched what `develop.watch` of a compose file says in place of `ignore`, `include` and `gitignore`; null
///     where it says nothing
/// @param before what comes before the source's paths where rules look at them: a service of a compose file with
///     several sources has one common folder that its rules are relative to
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
        @Nullable Duration pollEvery,
        @Nullable Watched watched,
        RelativePath before) {

    /// A minute costs next to nothing, and nobody waits longer for a target that was deleted.
    public static final Duration VERIFY_EVERY = Duration.ofMinutes(1);

    /// A look at 20,000 files takes some 100 ms, and a save that takes a second is still a save that arrives.
    public static final Duration POLL_EVERY = Duration.ofSeconds(1);

    public Sync {
        ignore = List.copyOf(ignore);
        include = List.copyOf(include);
    }

    /// Without `develop.watch`.
    public Sync(
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
        this(
                path,
                target,
                ignore,
                include,
                gitignore,
                mode,
                owner,
                maxDelete,
                verifyEvery,
                pollEvery,
                null,
                RelativePath.ROOT);
    }

    /// What rules of `develop.watch` look at.
    public static Sync of(Path path, TargetPath target, Watched watched, RelativePath before) {
        return new Sync(
                path,
                target,
                List.of(),
                List.of(),
                GitignoreFiles.DISREGARDED,
                SyncMode.ONE_WAY_SAFE,
                null,
                DeletionLimit.DEFAULT,
                VERIFY_EVERY,
                null,
                watched,
                before);
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
        return new Sync(
                path,
                another,
                ignore,
                include,
                gitignore,
                mode,
                owner,
                maxDelete,
                verifyEvery,
                pollEvery,
                watched,
                before);
    }

    /// The same with another limit for deletions.
    public Sync with(DeletionLimit limit) {
        return new Sync(
                path, target, ignore, include, gitignore, mode, owner, limit, verifyEvery, pollEvery, watched, before);
    }

    /// The same where rules look at its paths from another folder.
    ///
    /// @param folder what lies between there and the source
    public Sync seenFrom(RelativePath folder) {
        return new Sync(
                path,
                target,
                ignore,
                include,
                gitignore,
                mode,
                owner,
                maxDelete,
                verifyEvery,
                pollEvery,
                watched,
                folder);
    }
}
