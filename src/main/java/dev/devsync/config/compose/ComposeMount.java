package dev.devsync.config.compose;

import dev.devsync.tree.TargetPath;

/// A volume of a service.
///
/// @param kind `bind`, `volume`, `tmpfs` and what else Compose knows
/// @param source the host's path, absolute, for `bind`; a volume's name, or empty
/// @param readOnly whether the container can only read it
/// @param line where it is written, from 1; 0 if that is not known
public record ComposeMount(String kind, String source, TargetPath target, boolean readOnly, int line) {
    public boolean isBind() {
        return kind.equals("bind");
    }
}
