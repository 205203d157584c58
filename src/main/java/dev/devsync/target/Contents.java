package dev.devsync.target;

import dev.devsync.tree.RelativePath;
import java.nio.file.Path;
import java.util.Optional;

/// Where the bytes of a source's files are.
@FunctionalInterface
public interface Contents {

    /// The host's file for a path; whether it exists is not checked.
    Path fileOf(RelativePath path);

    /// Where the target seems to have the same file already, under a name that the host no longer has. A target that
    /// can tell that it is still there as it was written need not be sent it.
    default Optional<RelativePath> formerNameOf(RelativePath path) {
        return Optional.empty();
    }

    /// The same without word of former names.
    default Contents withoutFormerNames() {
        return path -> fileOf(path);
    }
}
