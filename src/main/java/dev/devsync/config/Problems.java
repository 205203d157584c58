package dev.devsync.config;

import dev.devsync.tree.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects what is wrong with a file, and with those that it draws on, so that all of it is said at once; and which
/// files those are.
public final class Problems {

    private final Path file;
    private final List<ConfigProblem> found = new ArrayList<>();
    private final Set<Path> files = new TreeSet<>();

    /// @param file the one that is meant where a place names none
    public Problems(Path file) {
        this.file = file;
    }

    public void at(Node node, String message, String advice) {
        at(node.getStartMark(), message, advice);
    }

    public void at(Optional<Mark> mark, String message, String advice) {
        int line = mark.map(at -> at.getLine() + 1).orElse(ConfigProblem.WHOLE_FILE);
        int column = mark.map(at -> at.getColumn() + 1).orElse(ConfigProblem.WHOLE_FILE);
        Path where = mark.map(Mark::getName)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .orElse(file);
        found.add(new ConfigProblem(where, line, column, Text.printable(message), Text.printable(advice)));
    }

    public void inWholeFile(String message, String advice) {
        at(Optional.empty(), message, advice);
    }

    /// Takes note of a file that is drawn on, be it there or not.
    public void drawsOn(Path read) {
        files.add(read.toAbsolutePath().normalize());
    }

    /// All files that were drawn on so far.
    public Set<Path> files() {
        return Set.copyOf(files);
    }

    /// Takes over what was found in another file.
    public void addAll(Problems other) {
        found.addAll(other.found);
        files.addAll(other.files);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// Everything that was found, in file order. What is wrong in an anchor is said once, however often it is used.
    public ConfigException exception() {
        return new ConfigException(found.stream().distinct().sorted().toList());
    }
}
