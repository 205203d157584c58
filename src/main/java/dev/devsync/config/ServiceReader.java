package dev.devsync.config;

import dev.devsync.tree.TargetPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads one service.
final class ServiceReader {

    private static final String ADD_SYNC = "add `sync:` with a list of folders, as in [{path: ., target: /app}]";

    /// Stands in for a target that could not be read, so that the rest is looked at, too.
    private static final TargetPath ROOT = new TargetPath("/");

    private final String project;
    private final SyncReader syncs;
    private final ReactionsReader reactions;
    private final DependencyOrder order;
    private final Problems problems;

    ServiceReader(
            String project, SyncReader syncs, ReactionsReader reactions, DependencyOrder order, Problems problems) {
        this.project = project;
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
        Location location = location(entry.word(), what, mapping);
        List<Sync> read = syncs(mapping, what, entry.key(), location);
        order.add(entry.word(), mapping.items(Key.DEPENDS_ON));
        TargetPath first = read.isEmpty() ? ROOT : read.getFirst().target();
        return new Service(entry.word(), location, read, reactions.read(mapping, what, first, location));
    }

    private Location location(String name, String what, YamlMapping mapping) {
        String container = mapping.text(Key.CONTAINER);
        String label = mapping.text(Key.LABEL);
        boolean local = mapping.isTrue(Key.LOCAL);
        List<Key> said = Stream.of(Key.CONTAINER, Key.LABEL, Key.LOCAL)
                .filter(key -> key == Key.LOCAL ? local : mapping.get(key) != null)
                .toList();
        if (said.size() > 1) {
            problems.at(
                    mapping.place(said.getLast()),
                    "%s has both %s and %s, but can be in one place only"
                            .formatted(what, said.getFirst(), said.getLast()),
                    "keep one of them");
        }
        if (container != null) {
            checkNotEmpty(container, mapping, Key.CONTAINER);
            return new Location.ContainerName(container);
        }
        if (label != null) {
            return label(label, mapping);
        }
        return local ? new Location.LocalFolder() : new Location.ComposeService(project, name);
    }

    private Location label(String label, YamlMapping mapping) {
        int equals = label.indexOf('=');
        String key = equals < 0 ? label : label.substring(0, equals);
        checkNotEmpty(key, mapping, Key.LABEL);
        return new Location.Label(key, equals < 0 ? null : label.substring(equals + 1));
    }

    private void checkNotEmpty(String text, YamlMapping mapping, Key key) {
        if (text.isBlank()) {
            problems.at(
                    mapping.place(key),
                    key + " names nothing",
                    key == Key.LABEL ? "write key=value, or the key alone" : "write the container's name");
        }
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
        return placed.stream().map(SyncReader.Placed::sync).toList();
    }
}
