package dev.devsync.react;

import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/// What has arrived in a target and was not reacted to yet.
///
/// @param paths whose content came, changed or went
/// @param seen when the first of them was seen on the host
/// @param arrived when the last of them was in the target
/// @param synced how long the last of them took to get there
/// @param version what the target has now: equal for replicas that have the same
/// @param unfinished those of the paths that only an earlier change had, and left unfinished
record Changes(
        Set<RelativePath> paths,
        Instant seen,
        Instant arrived,
        Duration synced,
        String version,
        Set<RelativePath> unfinished) {

    Changes(Set<RelativePath> paths, Instant seen, Instant arrived, Duration synced, String version) {
        this(paths, seen, arrived, synced, version, Set.of());
    }

    /// These paths too, which an earlier change has left unfinished. What it takes counts from the newer change.
    Changes with(Changes earlier) {
        Set<RelativePath> all = new LinkedHashSet<>(paths);
        all.addAll(earlier.paths);
        Set<RelativePath> left = new LinkedHashSet<>(earlier.paths);
        left.removeAll(paths);
        return new Changes(all, seen, arrived, synced, version, left);
    }

    /// Both, as one.
    Changes and(Changes newer) {
        Set<RelativePath> all = new LinkedHashSet<>(paths);
        all.addAll(newer.paths);
        return new Changes(
                all, seen.isBefore(newer.seen) ? seen : newer.seen, newer.arrived, newer.synced, newer.version);
    }
}
