package dev.devsync.config;

import java.util.List;

/// One service: where its targets are, and what is synced to each.
///
/// @param name its key in the file
/// @param location what to look for to find its targets
/// @param syncs at least one, in the file's order
/// @param reactions what follows in the targets after files have arrived there
public record Service(String name, Location location, List<Sync> syncs, Reactions reactions) {
    /// A service whose files are synced, and nothing more.
    public Service(String name, Location location, List<Sync> syncs) {
        this(name, location, syncs, Reactions.NONE);
    }

    public Service {
        syncs = List.copyOf(syncs);
    }

    /// The same with another limit for deletions in all syncs.
    public Service with(DeletionLimit limit) {
        return new Service(
                name, location, syncs.stream().map(sync -> sync.with(limit)).toList(), reactions);
    }
}
