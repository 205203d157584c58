package dev.devsync.config;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
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
public record Sync(
        Path path,
        TargetPath target,
        List<String> ignore,
        List<String> include,
        GitignoreFiles gitignore,
        SyncMode mode,
        @Nullable Owner owner) {
    public Sync {
        ignore = List.copyOf(ignore);
        include = List.copyOf(include);
    }
}
