package dev.devsync.config.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Looks into YAML nodes, and makes new ones that keep the places of those that they stand for.
final class Yaml {

    private Yaml() {}

    /// The value of a key; null if the node is no mapping, or has no such key or nothing under it.
    static @Nullable Node at(@Nullable Node node, String key) {
        Node value = entries(node).get(key);
        return value == null || isNothing(value) ? null : value;
    }

    static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL) || node.getTag().equals(NodeMerge.RESET);
    }

    /// A mapping's values by their keys, in order; empty for anything else.
    static Map<String, Node> entries(@Nullable Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.putIfAbsent(key.getValue(), tuple.getValueNode());
                }
            }
        }
        return entries;
    }

    /// A sequence's items; empty for anything else.
    static List<Node> items(@Nullable Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /// A sequence's items, or the node itself, where one alone need not be in a list.
    static List<Node> itemsOrOne(@Nullable Node node) {
        return node instanceof ScalarNode && !isNothing(node) ? List.of(node) : items(node);
    }

    /// What a scalar says; null for anything else.
    static @Nullable String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !isNothing(node) ? scalar.getValue() : null;
    }

    static List<String> texts(@Nullable Node node) {
        List<String> texts = new ArrayList<>();
        for (Node each : itemsOrOne(node)) {
            String text = text(each);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    static boolean isTrue(@Nullable Node node) {
        return "true".equals(text(node));
    }

    /// The line of a node, from 1; 0 if it has none.
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    static ScalarNode scalar(String text, Node place) {
        return scalar(text, Tag.STR, place);
    }

    static ScalarNode scalar(String text, Tag tag, Node place) {
        return new ScalarNode(tag, true, text, ScalarStyle.PLAIN, place.getStartMark(), place.getEndMark());
    }

    static MappingNode mapping(List<NodeTuple> tuples, Node place) {
        return new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, place.getStartMark(), place.getEndMark());
    }

    static SequenceNode sequence(List<Node> items, Node place) {
        return new SequenceNode(Tag.SEQ, true, items, FlowStyle.BLOCK, place.getStartMark(), place.getEndMark());
    }

    /// A mapping with one key set to another value; as the last if it was not there.
    static MappingNode with(MappingNode mapping, String key, Node value) {
        List<NodeTuple> tuples = new ArrayList<>();
        boolean found = false;
        for (NodeTuple tuple : mapping.getValue()) {
            boolean same = tuple.getKeyNode() instanceof ScalarNode name
                    && name.getValue().equals(key);
            found |= same;
            tuples.add(same ? new NodeTuple(tuple.getKeyNode(), value) : tuple);
        }
        if (!found) {
            tuples.add(new NodeTuple(scalar(key, value), value));
        }
        return mapping(tuples, mapping);
    }

    static MappingNode without(MappingNode mapping, String key) {
        return mapping(
                mapping.getValue().stream()
                        .filter(tuple -> !(tuple.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key)))
                        .toList(),
                mapping);
    }

    /// The same value without the tag that it was written with.
    static Node untagged(Node node) {
        return switch (node) {
            case MappingNode mapping -> mapping(mapping.getValue(), mapping);
            case SequenceNode sequence -> sequence(sequence.getValue(), sequence);
            case ScalarNode scalar -> scalar(scalar.getValue(), scalar);
            default -> node;
        };
    }

    static Optional<MappingNode> asMapping(@Nullable Node node) {
        return node instanceof MappingNode mapping ? Optional.of(mapping) : Optional.empty();
    }
}
