package dev.devsync.target;

import dev.devsync.tree.RelativePath;
import java.nio.file.Path;

/// Where the bytes of a source's files are.
@FunctionalInterface
public interface Contents {

    /// The host's file for a path; whether it exists is not checked.
    Path fileOf(RelativePath path);
}
