package dev.devsync.config;

import dev.devsync.tree.WatchScope;
import java.nio.file.Path;
import java.util.List;

/// What Compose's `develop.watch` says about a source: which of its files take part, in place of a sync's own lists.
///
/// @param scopes from the source's folder: what any of them looks at takes part
/// @param context the folder that the ignore file is about
/// @param ignoreFiles where that file may be, best first
public record Watched(List<WatchScope> scopes, Path context, List<Path> ignoreFiles) {
    public Watched {
        scopes = List.copyOf(scopes);
        ignoreFiles = List.copyOf(ignoreFiles);
    }
}
