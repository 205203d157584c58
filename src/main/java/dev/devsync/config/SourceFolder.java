package dev.devsync.config;

import dev.devsync.tree.RelativePath;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A folder of the host and what of it counts.
///
/// @param path a folder that was there when the file was read, absolute
/// @param selection which of its files take part
/// @param pollEvery how often all of it is looked at besides what the system tells; zero for never, null for whenever
///     its file system does not tell of everything
/// @param before what comes before its paths where rules look at them: a service of a compose file with several
///     sources has one common folder that its rules are relative to
public record SourceFolder(
        Path path, Selection selection, @Nullable Duration pollEvery, RelativePath before) {

    /// A look at 20,000 files takes some 100 ms, and a save that takes a second is still a save that arrives.
    public static final Duration POLL_EVERY = Duration.ofSeconds(1);

    /// A folder that rules look at as it is, and that is polled where it has to be.
    public static SourceFolder of(Path path, Selection selection) {
        return new SourceFolder(path, selection, null, RelativePath.ROOT);
    }

    /// The same where rules look at its paths from another folder.
    ///
    /// @param folder what lies between there and the source
    public SourceFolder seenFrom(RelativePath folder) {
        return new SourceFolder(path, selection, pollEvery, folder);
    }
}
