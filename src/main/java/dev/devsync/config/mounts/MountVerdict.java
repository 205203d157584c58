package dev.devsync.config.mounts;

import dev.devsync.config.compose.ComposeMount;
import java.nio.file.Path;
import java.util.List;

/// What becomes of a bind mount.
public sealed interface MountVerdict {

    String service();

    ComposeMount mount();

    /// It becomes a synced folder.
    ///
    /// @param path the folder on this machine, absolute
    /// @param volume the name of the volume that takes its place
    /// @param ignore what is not synced, in gitignore syntax
    /// @param checks what somebody should look at, each a sentence
    record Taken(String service, ComposeMount mount, Path path, String volume, List<String> ignore, List<String> checks)
            implements MountVerdict {
        public Taken {
            ignore = List.copyOf(ignore);
            checks = List.copyOf(checks);
        }
    }

    /// It stays a mount.
    ///
    /// @param why half a sentence that follows `stays a mount:`
    record Kept(String service, ComposeMount mount, String why) implements MountVerdict {}
}
