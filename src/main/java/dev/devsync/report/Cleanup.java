package dev.devsync.report;

import java.util.List;

/// What `devsync clean` did to one container.
///
/// @param instance the container's name, or `local`
/// @param removed the paths that are gone now
/// @param kept what could not be removed
public record Cleanup(String service, String instance, List<String> removed, List<Kept> kept) {

    public Cleanup {
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /// A path that is still there.
    public record Kept(String path, String why) {}
}
