package dev.devsync.api;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Selection;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.config.Upkeep;
import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of this machine and what of it takes part. Immutable: each method returns another one.
///
/// What devsync.yaml ignores by default is ignored here as well (`.git`, editors' temporary files, what the folder's
/// `.dockerignore` names).
public final class FolderSync {

    private final Path folder;
    private final Selection.Patterns selection;
    private final Upkeep upkeep;

    private FolderSync(Path folder, Selection.Patterns selection, Upkeep upkeep) {
        this.folder = folder;
        this.selection = selection;
        this.upkeep = upkeep;
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
        return new FolderSync(absolute, Selection.Patterns.NONE, Upkeep.DEFAULT);
    }

    /// Leaves out more.
    ///
    /// @param patterns in gitignore syntax, as `ignore` in devsync.yaml; added to those from before
    public FolderSync ignore(String... patterns) {
        return with(new Selection.Patterns(
                joined(selection.ignore(), patterns), selection.include(), selection.gitignore()));
    }

    /// Takes only some of the files.
    ///
    /// @param patterns in gitignore syntax, as `include` in devsync.yaml; added to those from before
    public FolderSync include(String... patterns) {
        return with(new Selection.Patterns(
                selection.ignore(), joined(selection.include(), patterns), selection.gitignore()));
    }

    /// Whether what `.gitignore` files ignore is left out. By default they are files like any other.
    public FolderSync gitignore(GitignoreFiles files) {
        return with(new Selection.Patterns(selection.ignore(), selection.include(), files));
    }

    /// What may be deleted in the container. By default only what devsync wrote there.
    public FolderSync mode(SyncMode other) {
        return with(upkeep.with(other));
    }

    /// Whose the files are in the container. By default they are its own user's.
    ///
    /// @param uid numeric user id
    /// @param gid numeric group id
    public FolderSync owner(int uid, int gid) {
        return with(upkeep.with(new Owner(uid, gid)));
    }

    /// Lets deletions pass however much they take. By default a folder that loses all its files, or more than half of
    /// at least fifty, halts the sync, as nobody is sure to have meant it.
    public FolderSync unlimitedDeletions() {
        return with(upkeep.with(DeletionLimit.NONE));
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
                    containerId, new Sync(SourceFolder.of(folder, selection), new TargetPath(target), upkeep));
        } catch (IllegalArgumentException e) {
            throw new DevsyncException.Misconfigured("the target folder " + e.getMessage(), "", e);
        }
    }

    private FolderSync with(Selection.Patterns other) {
        return new FolderSync(folder, other, upkeep);
    }

    private FolderSync with(Upkeep other) {
        return new FolderSync(folder, selection, other);
    }

    private static List<String> joined(List<String> before, String... more) {
        return Stream.concat(before.stream(), Stream.of(more)).toList();
    }
}
