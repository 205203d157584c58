package dev.devsync.api;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Sync;
import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of this machine and what of it takes part. Immutable: each method returns another one.
///
/// What devsync.yaml ignores by default is ignored here as well (`.git`, editors' temporary files, what the folder's
/// `.dockerignore` names).
public final class FolderSync {

    private final Path folder;
    private final List<String> ignore;
    private final List<String> include;
    private final GitignoreFiles gitignore;
    private final SyncMode mode;
    private final @Nullable Owner owner;
    private final DeletionLimit limit;

    private FolderSync(
            Path folder,
            List<String> ignore,
            List<String> include,
            GitignoreFiles gitignore,
            SyncMode mode,
            @Nullable Owner owner,
            DeletionLimit limit) {
        this.folder = folder;
        this.ignore = ignore;
        this.include = include;
        this.gitignore = gitignore;
        this.mode = mode;
        this.owner = owner;
        this.limit = limit;
    }

    static FolderSync of(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new DevsyncException.Misconfigured(
                    Files.exists(absolute)
                            ? absolute + " is a file and not a folder"
                            : "there is no folder " + absolute,
                    "Relative paths begin at the working folder of the process: "
                            + Path.of("").toAbsolutePath(),
                    null);
        }
        return new FolderSync(
                absolute,
                List.of(),
                List.of(),
                GitignoreFiles.DISREGARDED,
                SyncMode.ONE_WAY_SAFE,
                null,
                DeletionLimit.DEFAULT);
    }

    /// Leaves out more.
    ///
    /// @param patterns in gitignore syntax, as `ignore` in devsync.yaml; added to those from before
    public FolderSync ignore(String... patterns) {
        return new FolderSync(folder, joined(ignore, patterns), include, gitignore, mode, owner, limit);
    }

    /// Takes only some of the files.
    ///
    /// @param patterns in gitignore syntax, as `include` in devsync.yaml; added to those from before
    public FolderSync include(String... patterns) {
        return new FolderSync(folder, ignore, joined(include, patterns), gitignore, mode, owner, limit);
    }

    /// Whether what `.gitignore` files ignore is left out. By default they are files like any other.
    public FolderSync gitignore(GitignoreFiles files) {
        return new FolderSync(folder, ignore, include, files, mode, owner, limit);
    }

    /// What may be deleted in the container. By default only what devsync wrote there.
    public FolderSync mode(SyncMode other) {
        return new FolderSync(folder, ignore, include, gitignore, other, owner, limit);
    }

    /// Whose the files are in the container. By default they are its own user's.
    ///
    /// @param uid numeric user id
    /// @param gid numeric group id
    public FolderSync owner(int uid, int gid) {
        return new FolderSync(folder, ignore, include, gitignore, mode, new Owner(uid, gid), limit);
    }

    /// Lets deletions pass however much they take. By default a folder that loses all its files, or more than half of
    /// at least fifty, halts the sync, as nobody is sure to have meant it.
    public FolderSync unlimitedDeletions() {
        return new FolderSync(folder, ignore, include, gitignore, mode, owner, DeletionLimit.NONE);
    }

    /// Says where it goes.
    ///
    /// @param containerId the id of a container, whole or its beginning; with Testcontainers `getContainerId()`
    /// @param target the folder in the container, absolute; it is made if it is not there
    /// @throws DevsyncException.Misconfigured if the target is not absolute, or no id is given
    public ContainerSync to(String containerId, String target) {
        if (!containerId.matches("[0-9a-f]{1,64}")) {
            throw new DevsyncException.Misconfigured(
                    "this is no container id: `" + containerId + "`",
                    "With Testcontainers take container.getContainerId(), after container.start(). A name will not do.",
                    null);
        }
        try {
            return ContainerSync.of(
                    containerId,
                    new Sync(
                            folder,
                            new TargetPath(target),
                            ignore,
                            include,
                            gitignore,
                            mode,
                            owner,
                            limit,
                            Sync.VERIFY_EVERY,
                            null));
        } catch (IllegalArgumentException e) {
            throw new DevsyncException.Misconfigured("the target folder " + e.getMessage(), "", e);
        }
    }

    private static List<String> joined(List<String> before, String... more) {
        return Stream.concat(before.stream(), Stream.of(more)).toList();
    }
}
