package dev.devsync.target;

import dev.devsync.tree.Delta;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Renames;
import dev.devsync.tree.Tree;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A source's files, some of which the target has under the names that they had before.
///
/// @param files where the files are
/// @param formerNames what they were called before
public record RenamedContents(Contents files, Map<RelativePath, RelativePath> formerNames) implements Contents {

    /// Looks for renames in a delta. What vanished stays in the source's tree for a moment, so the file system is
    /// asked.
    ///
    /// @param acknowledged what the target has
    /// @param delta what is about to be sent
    /// @return `files` itself if nothing was renamed
    public static Contents of(Contents files, Tree acknowledged, Delta delta) {
        Map<RelativePath, Boolean> folders = new HashMap<>();
        Map<RelativePath, RelativePath> formerNames = Renames.in(
                acknowledged,
                delta,
                path -> !folders.computeIfAbsent(path.parent(), folder -> exists(files.fileOf(folder)))
                        || !exists(files.fileOf(path)));
        return formerNames.isEmpty() ? files : new RenamedContents(files, formerNames);
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Path fileOf(RelativePath path) {
        return files.fileOf(path);
    }

    @Override
    public Optional<RelativePath> formerNameOf(RelativePath path) {
        return Optional.ofNullable(formerNames.get(path));
    }
}
