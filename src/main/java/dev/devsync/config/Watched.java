package dev.devsync.config;

import dev.devsync.tree.Layout;
import dev.devsync.tree.WatchScope;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What Compose's `develop.watch` says about a source.
///
/// @param scopes from the source's folder: what any of them looks at takes part, under its own path
/// @param layout where it goes; the files that it names take part as well
/// @param context the folder that the ignore file is about
/// @param ignoreFiles where that file may be, best first
public record Watched(List<WatchScope> scopes, Layout layout, Path context, List<Path> ignoreFiles)
        implements Selection {
    public Watched {
        scopes = List.copyOf(scopes);
        ignoreFiles = List.copyOf(ignoreFiles);
    }

    /// All that takes part, wherever it goes.
    public List<WatchScope> all() {
        return Stream.concat(
                        scopes.stream(),
                        layout.files().values().stream().sorted().map(WatchScope::of))
                .toList();
    }
}
