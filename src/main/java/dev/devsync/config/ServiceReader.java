package dev.devsync.config;

import dev.devsync.tree.TargetPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads one service.
final class ServiceReader {

    private static final String ADD_SYNC = "add `sync:` with a list of folders, as in [{path: ., target: /app}]";

    /// Stands in for a target that could not be read, so that the rest is looked at, too.
    private static final TargetPath ROOT = new TargetPath("/");

    private final LocationReader locations;
    private final RelayReader relays;
    private final SyncReader syncs;
    private final ReactionsReader reactions;
    private final DependencyOrder order;
    private final Problems problems;

    ServiceReader(
            LocationReader locations,
            RelayReader relays,
            SyncReader syncs,
            ReactionsReader reactions,
            DependencyOrder order,
            Problems problems) {
        this.locations = locations;
        this.relays = relays;
        this.syncs = syncs;
        this.reactions = reactions;
        this.order = order;
        this.problems = problems;
    }

    /// The service, or null if it cannot be read at all.
    @Nullable
    Service read(YamlMapping.Entry entry) {
        String what = "service `" + entry.word() + "`";
        if (!entry.hasValue()) {
            problems.at(entry.key(), what + " has no `sync`", ADD_SYNC);
            return null;
        }
        YamlMapping mapping = YamlMapping.of(entry.value(), Section.SERVICE, what, problems);
        if (mapping == null) {
            return null;
        }
        Location location = locations.read(entry.word(), what, mapping);
        List<Sync> read = syncs(mapping, what, entry.key(), location);
        order.add(entry.word(), mapping.items(Key.DEPENDS_ON));
        TargetPath first = read.isEmpty() ? ROOT : read.getFirst().target();
        return new Service(entry.word(), location, read, reactions.read(mapping, what, first, location));
    }

    private List<Sync> syncs(YamlMapping mapping, String what, Node place, Location location) {
        List<Node> nodes = mapping.list(Key.SYNC);
        if (nodes == null) {
            return List.of();
        }
        if (nodes.isEmpty()) {
            problems.at(mapping.place(Key.SYNC, place), what + " has no `sync`", ADD_SYNC);
        }
        List<SyncReader.Placed> placed = new ArrayList<>();
        for (Node node : nodes) {
            SyncReader.Placed sync = syncs.read(node, what, location);
            if (sync != null) {
                placed.add(sync);
            }
        }
        new TargetOverlaps(what, problems).check(placed);
        if (location instanceof Location.Relay) {
            relays.check(mapping, what, placed);
        }
        return placed.stream().map(SyncReader.Placed::sync).toList();
    }
}
