package dev.devsync.config.compose;

import dev.devsync.config.Problems;
import dev.devsync.config.Substitution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Makes a file's nodes those that Compose goes on with: variables put into values (never into keys), `<<` resolved.
final class Interpolation {

    private static final String MERGE = "<<";

    private final Map<String, String> variables;
    private final Problems problems;
    private final Set<String> unset;

    /// What has become of a node already: an anchor's aliases are one node, and what is wrong in it is said once.
    private final IdentityHashMap<Node, Node> done = new IdentityHashMap<>();

    /// @param unset gets the names of variables that are asked for and not set
    Interpolation(Map<String, String> variables, Problems problems, Set<String> unset) {
        this.variables = variables;
        this.problems = problems;
        this.unset = unset;
    }

    Node of(Node node) {
        Node known = done.get(node);
        if (known != null) {
            return known;
        }
        Node made = switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                List<Node> items = sequence.getValue().stream().map(this::of).toList();
                yield new SequenceNode(
                        sequence.getTag(),
                        true,
                        items,
                        sequence.getFlowStyle(),
                        sequence.getStartMark(),
                        sequence.getEndMark());
            }
            case MappingNode mapping -> mapping(mapping);
            default -> node;
        };
        done.put(node, made);
        return made;
    }

    private Node mapping(MappingNode mapping) {
        List<NodeTuple> tuples = new ArrayList<>();
        List<Node> merged = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.at(tuple.getKeyNode(), "a key must be text", "write one word");
            } else if (key.getValue().equals(MERGE)) {
                merged.add(of(tuple.getValueNode()));
            } else if (!keys.add(key.getValue())) {
                problems.at(key, "the key `" + key.getValue() + "` is there twice", "keep one of them");
            } else {
                tuples.add(new NodeTuple(key, of(tuple.getValueNode())));
            }
        }
        merged.forEach(node -> merge(node, tuples, keys));
        return new MappingNode(
                mapping.getTag(), true, tuples, mapping.getFlowStyle(), mapping.getStartMark(), mapping.getEndMark());
    }

    /// What a mapping says itself wins over what it merges, and the first that is merged over the next.
    private void merge(Node node, List<NodeTuple> into, Set<String> keys) {
        switch (node) {
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key && keys.add(key.getValue())) {
                        into.add(tuple);
                    }
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(each -> merge(each, into, keys));
            default -> problems.at(node, "`<<` must merge a mapping", "write an alias, as in <<: *name");
        }
    }

    private Node scalar(ScalarNode scalar) {
        if (scalar.getValue().indexOf('$') < 0) {
            return scalar;
        }
        String text = new Substitution(
                        this::value,
                        Substitution.LoneDollar.REFUSED,
                        (message, advice) -> problems.at(scalar, message, advice))
                .expand(scalar.getValue());
        boolean flag = scalar.getScalarStyle() == ScalarStyle.PLAIN && (text.equals("true") || text.equals("false"));
        return Yaml.scalar(text, flag ? Tag.BOOL : scalar.getTag(), scalar);
    }

    private Optional<String> value(String name) {
        if (!variables.containsKey(name)) {
            unset.add(name);
        }
        return Optional.ofNullable(variables.get(name));
    }
}
