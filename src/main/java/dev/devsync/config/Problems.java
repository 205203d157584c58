package dev.devsync.config;

import dev.devsync.tree.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects what is wrong with one file, so that all of it is said at once.
final class Problems {

    private final Path file;
    private final List<ConfigProblem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void at(Node node, String message, String advice) {
        at(node.getStartMark(), message, advice);
    }

    void at(Optional<Mark> mark, String message, String advice) {
        int line = mark.map(at -> at.getLine() + 1).orElse(ConfigProblem.WHOLE_FILE);
        int column = mark.map(at -> at.getColumn() + 1).orElse(ConfigProblem.WHOLE_FILE);
        found.add(new ConfigProblem(file, line, column, Text.printable(message), Text.printable(advice)));
    }

    void inWholeFile(String message, String advice) {
        at(Optional.empty(), message, advice);
    }

    /// Takes over what was found in another file.
    void addAll(Problems other) {
        found.addAll(other.found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// Everything that was found, in file order. What is wrong in an anchor is said once, however often it is used.
    ConfigException exception() {
        return new ConfigException(found.stream().distinct().sorted().toList());
    }
}
