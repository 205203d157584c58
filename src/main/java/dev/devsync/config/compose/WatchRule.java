package dev.devsync.config.compose;

import dev.devsync.config.Step;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// A rule of `develop.watch`.
///
/// @param path the folder or file on the host, absolute
/// @param target where it goes in the container; null where nothing is brought there
/// @param ignore patterns in the syntax of a `.dockerignore` file, relative to the path
/// @param include the same; empty for everything
/// @param initialSync whether Compose would bring what differs at the start: devsync always does
/// @param exec what is run after syncing; null unless the action says so
/// @param place where it is written
public record WatchRule(
        Path path,
        WatchAction action,
        @Nullable TargetPath target,
        List<String> ignore,
        List<String> include,
        boolean initialSync,
        @Nullable Step exec,
        Node place) {
    public WatchRule {
        ignore = List.copyOf(ignore);
        include = List.copyOf(include);
    }
}
