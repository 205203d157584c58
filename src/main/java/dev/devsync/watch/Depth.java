package dev.devsync.watch;

/// How thoroughly a dirty path is looked at.
enum Depth {
    /// Only the path itself, if it is a folder that is known and has kept its mode.
    SHALLOW,
    /// With all that is below it.
    DEEP;

    Depth or(Depth other) {
        return this == DEEP ? DEEP : other;
    }
}
