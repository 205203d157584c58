package dev.devsync.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One service: where its targets are, and what is synced to each.
///
/// @param name its key in the file
/// @param location what to look for to find its targets
/// @param syncs in the file's order; empty only if there is a lookout
/// @param reactions what follows in the targets after files have arrived there
/// @param lookout what is only watched; null for nothing
public record Service(
        String name,
        Location location,
        List<Sync> syncs,
        Reactions reactions,
        @Nullable SourceFolder lookout) {
    /// A service whose files are synced, and nothing more.
    public Service(String name, Location location, List<Sync> syncs) {
        this(name, location, syncs, Reactions.NONE);
    }

    /// A service without anything that is only watched.
    public Service(String name, Location location, List<Sync> syncs, Reactions reactions) {
        this(name, location, syncs, reactions, null);
    }

    public Service {
        syncs = List.copyOf(syncs);
    }

    /// Whether another one asks for the same, wherever it stands in its file.
    public boolean asksForTheSameAs(Service other) {
        return withoutLines().equals(other.withoutLines());
    }

    private Service withoutLines() {
        return new Service(name, location, syncs, reactions.withoutLines(), lookout);
    }

    /// The same with another limit for deletions in all syncs.
    public Service with(DeletionLimit limit) {
        return new Service(
                name, location, syncs.stream().map(sync -> sync.with(limit)).toList(), reactions, lookout);
    }
}
