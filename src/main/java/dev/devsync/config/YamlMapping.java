package dev.devsync.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A mapping of the file by its keys, merges (`<<`) resolved. Values that are not what they should be are noted
/// as problems and read as if they were not there.
final class YamlMapping {

    /// A key and its value, with their places.
    record Entry(ScalarNode key, Node value) {
        String word() {
            return key.getValue();
        }

        boolean hasValue() {
            return !isNothing(value);
        }

        /// Where to point at for the value: at the key, if nothing was written after it.
        Node place() {
            return hasValue() ? value : key;
        }
    }

    private static final String MERGE = "<<";
    private static final String EXTENSION = "x-";

    private final Node place;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Problems problems;

    private YamlMapping(Node place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    /// A mapping whose keys are the user's own names; null if the node is none.
    static @Nullable YamlMapping ofNames(Node node, String what, Problems problems) {
        if (!(node instanceof MappingNode mapping)) {
            problems.at(
                    node,
                    what + " must be a mapping, but is " + kind(node),
                    "write `key: value` lines, indented below it");
            return null;
        }
        YamlMapping read = new YamlMapping(node, problems);
        read.take(mapping, Collections.newSetFromMap(new IdentityHashMap<>()));
        return read;
    }

    /// A mapping with the keys of a section; null if the node is none. Other keys are problems.
    static @Nullable YamlMapping of(Node node, Section section, String what, Problems problems) {
        YamlMapping read = ofNames(node, what, problems);
        if (read != null) {
            read.checkKeys(section, what);
        }
        return read;
    }

    private void take(MappingNode mapping, Set<Node> merging) {
        if (!merging.add(mapping)) {
            return;
        }
        Set<String> here = new HashSet<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.at(
                        tuple.getKeyNode(), "a key must be text, but is " + kind(tuple.getKeyNode()), "write one word");
            } else if (key.getValue().equals(MERGE)) {
                merged.add(tuple.getValueNode());
            } else if (!here.add(key.getValue())) {
                problems.at(key, "the key `" + key.getValue() + "` is there twice", "keep one of them");
            } else {
                entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
            }
        }
        // What a mapping says itself wins over what it merges, and the first that is merged over the next.
        merged.forEach(node -> merge(node, merging));
    }

    private void merge(Node node, Set<Node> merging) {
        switch (node) {
            case MappingNode mapping -> take(mapping, merging);
            case SequenceNode sequence -> sequence.getValue().forEach(each -> merge(each, merging));
            default ->
                problems.at(
                        node, "`<<` must merge a mapping, but has " + kind(node), "write an alias, as in <<: *name");
        }
    }

    private void checkKeys(Section section, String what) {
        List<String> known = Key.words(section);
        for (Entry entry : entries.values()) {
            boolean extension = section == Section.FILE && entry.word().startsWith(EXTENSION);
            if (!known.contains(entry.word()) && !extension) {
                problems.at(
                        entry.key,
                        "unknown key `%s` in %s".formatted(entry.word(), what),
                        Suggestion.forKey(entry.word(), section));
            }
        }
    }

    /// Where the mapping starts.
    Node place() {
        return place;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /// The key's entry, or null if the key is not there or has no value.
    @Nullable
    Entry get(Key key) {
        Entry entry = entries.get(key.word());
        return entry != null && entry.hasValue() ? entry : null;
    }

    /// Where to point at for a key: at its value, at the key alone, or at the whole mapping.
    Node place(Key key) {
        return place(key, place);
    }

    /// Where to point at for a key, given where to point at if it is not there.
    Node place(Key key, Node otherwise) {
        Entry entry = entries.get(key.word());
        return entry == null ? otherwise : entry.place();
    }

    /// The key's text as it was written: numbers and the like are taken as text, too.
    @Nullable
    String text(Key key) {
        Entry entry = get(key);
        return entry == null ? null : text(entry.value, key.toString());
    }

    /// The key's text, or null with a problem if it is not there.
    @Nullable
    String text(Key key, String what, String advice) {
        if (get(key) == null) {
            problems.at(place(key), "%s has no %s".formatted(what, key), advice);
        }
        return text(key);
    }

    /// A text and where it is written.
    record Item(String text, Node place) {}

    /// The key's texts, where one alone need not be in a list; empty if the key is not there.
    List<Item> items(Key key) {
        Entry entry = get(key);
        if (entry == null) {
            return List.of();
        }
        List<Node> nodes = entry.value instanceof ScalarNode ? List.of(entry.value) : list(key);
        return nodes == null ? List.of() : items(nodes, key);
    }

    private List<Item> items(List<Node> nodes, Key key) {
        List<Item> items = new ArrayList<>();
        for (Node node : nodes) {
            String text = text(node, "an item of " + key);
            if (text != null) {
                items.add(new Item(text, node));
            }
        }
        return items;
    }

    private @Nullable String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !isNothing(node)) {
            return scalar.getValue();
        }
        problems.at(
                node, "%s must be text, but is %s".formatted(what, kind(node)), "write one value, quoted if need be");
        return null;
    }

    /// The key's list, empty if the key is not there; null with a problem if it is something else.
    @Nullable
    List<Node> list(Key key) {
        Entry entry = get(key);
        if (entry == null) {
            return List.of();
        }
        if (entry.value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problems.at(
                entry.value,
                "%s must be a list, but is %s".formatted(key, kind(entry.value)),
                "write `- ` before each item, or put the items in [ ]");
        return null;
    }

    /// The key's list of texts.
    List<String> texts(Key key) {
        List<Node> nodes = list(key);
        return nodes == null
                ? List.of()
                : items(nodes, key).stream().map(Item::text).toList();
    }

    /// Whether the key says true.
    boolean isTrue(Key key) {
        Entry entry = get(key);
        if (entry == null) {
            return false;
        }
        if (entry.value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.parseBoolean(scalar.getValue());
        }
        problems.at(
                entry.value,
                "%s must be true or false, but is %s".formatted(key, kind(entry.value)),
                "write true or false");
        return false;
    }

    static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /// What a node is, for messages.
    static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode _ when isNothing(node) -> "empty";
            case ScalarNode scalar -> "`" + scalar.getValue() + "`";
            default -> "something else";
        };
    }
}
