package dev.devsync.config.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Merges nodes as the Compose Specification says: mappings by their keys, sequences one after the other, with the
/// exceptions that it names, `!reset` and `!override`.
final class NodeMerge {

    static final Tag RESET = new Tag("!reset");
    static final Tag OVERRIDE = new Tag("!override");

    /// Keys of a service whose sequences are one value: a command is not appended to another.
    private static final Set<String> COMMANDS = Set.of("command", "entrypoint");

    private NodeMerge() {}

    /// Both files' roots as one.
    static Node files(Node base, Node over) {
        return merge(base, over, List.of());
    }

    /// Both services as one.
    static Node services(Node base, Node over) {
        return merge(base, over, List.of("services", "*"));
    }

    private static Node merge(Node base, Node over, List<String> place) {
        if (over.getTag().equals(OVERRIDE)) {
            return Yaml.untagged(over);
        }
        if (Yaml.isNothing(over)) {
            return base;
        }
        Node first = canonical(base, place);
        Node second = canonical(over, place);
        if (first instanceof MappingNode one && second instanceof MappingNode other) {
            return mappings(one, other, place);
        }
        if (first instanceof SequenceNode one && second instanceof SequenceNode other && !isCommand(place)) {
            return isVolumes(place) ? volumes(one, other) : appended(one, other);
        }
        return second;
    }

    private static Node mappings(MappingNode base, MappingNode over, List<String> place) {
        Map<String, NodeTuple> merged = new LinkedHashMap<>();
        base.getValue().forEach(tuple -> merged.put(key(tuple), tuple));
        for (NodeTuple tuple : over.getValue()) {
            String key = key(tuple);
            Node value = tuple.getValueNode();
            NodeTuple before = merged.get(key);
            if (value.getTag().equals(RESET)) {
                merged.remove(key);
            } else if (before == null) {
                merged.put(key, tuple);
            } else {
                List<String> below = new ArrayList<>(place);
                below.add(below.size() == 1 && below.getFirst().equals("services") ? "*" : key);
                merged.put(key, new NodeTuple(tuple.getKeyNode(), merge(before.getValueNode(), value, below)));
            }
        }
        return Yaml.mapping(List.copyOf(merged.values()), over);
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    private static Node appended(SequenceNode base, SequenceNode over) {
        List<Node> items = new ArrayList<>(base.getValue());
        items.addAll(over.getValue());
        return Yaml.sequence(items, over);
    }

    /// Two volumes at the same place in the container are one: the later one.
    private static Node volumes(SequenceNode base, SequenceNode over) {
        Map<String, Node> byTarget = new LinkedHashMap<>();
        for (Node volume : base.getValue()) {
            byTarget.put(target(volume), volume);
        }
        for (Node volume : over.getValue()) {
            byTarget.put(target(volume), volume);
        }
        return Yaml.sequence(List.copyOf(byTarget.values()), over);
    }

    private static String target(Node volume) {
        String line = Yaml.text(volume);
        return line != null
                ? VolumeText.of(line).target()
                : Objects.requireNonNullElse(Yaml.text(Yaml.at(volume, "target")), "");
    }

    private static boolean isCommand(List<String> place) {
        return (place.size() == 3 && isOfService(place) && COMMANDS.contains(place.getLast()))
                || (place.size() == 4
                        && isOfService(place)
                        && place.subList(2, 4).equals(List.of("healthcheck", "test")));
    }

    private static boolean isVolumes(List<String> place) {
        return place.equals(List.of("services", "*", "volumes"));
    }

    private static boolean isOfService(List<String> place) {
        return place.getFirst().equals("services");
    }

    /// The long form of what may be written shortly, where both forms must merge.
    private static Node canonical(Node node, List<String> place) {
        if (place.equals(List.of("services", "*", "build"))) {
            return build(node);
        }
        if (place.equals(List.of("services", "*", "depends_on")) && node instanceof SequenceNode sequence) {
            return Yaml.mapping(
                    sequence.getValue().stream()
                            .map(name -> new NodeTuple(name, Yaml.mapping(List.of(), name)))
                            .toList(),
                    node);
        }
        return node;
    }

    private static Node build(@Nullable Node node) {
        return node instanceof ScalarNode context
                ? Yaml.mapping(List.of(new NodeTuple(Yaml.scalar("context", context), context)), context)
                : Objects.requireNonNull(node);
    }

    /// Without what is reset, and without the tags: for what nothing was merged over.
    static Node settled(Node node) {
        return switch (node) {
            case MappingNode mapping ->
                Yaml.mapping(
                        mapping.getValue().stream()
                                .filter(tuple -> !tuple.getValueNode().getTag().equals(RESET))
                                .map(tuple -> new NodeTuple(tuple.getKeyNode(), settled(tuple.getValueNode())))
                                .toList(),
                        mapping);
            case SequenceNode sequence ->
                Yaml.sequence(
                        sequence.getValue().stream()
                                .filter(item -> !item.getTag().equals(RESET))
                                .map(NodeMerge::settled)
                                .toList(),
                        sequence);
            default -> node.getTag().equals(OVERRIDE) ? Yaml.untagged(node) : node;
        };
    }
}
