package dev.devsync.config;

import dev.devsync.tree.RelativePath;
import java.nio.file.Path;

/// A folder whose changes call for something in a service's targets, without being brought there.
///
/// @param path absolute
/// @param watched which of its files count
/// @param before as in [Sync]
public record Lookout(Path path, Watched watched, RelativePath before) {}
