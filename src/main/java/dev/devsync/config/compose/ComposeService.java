package dev.devsync.config.compose;

import dev.devsync.tree.StopSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// A service of a compose file, as far as devsync looks at it.
///
/// @param profiles that it belongs to; empty if it is always there
/// @param active whether one of its profiles is asked for, or it has none
/// @param image null if only `build` is given
/// @param build null if nothing is built, or not from a folder of this machine
/// @param stop how Compose ends it
/// @param extension what stands under `x-devsync`; null for nothing
/// @param place where it is written
public record ComposeService(
        String name,
        List<String> profiles,
        boolean active,
        @Nullable String image,
        @Nullable ComposeBuild build,
        @Nullable String workingDir,
        List<ComposeMount> mounts,
        List<String> dependsOn,
        StopSignal stop,
        List<WatchRule> watch,
        @Nullable Node extension,
        Node place) {
    public ComposeService {
        profiles = List.copyOf(profiles);
        mounts = List.copyOf(mounts);
        dependsOn = List.copyOf(dependsOn);
        watch = List.copyOf(watch);
    }

    /// Whether devsync has anything to do for it.
    public boolean isWatched() {
        return !watch.isEmpty() || extension != null;
    }
}
