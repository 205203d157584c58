package dev.devsync.config;

import dev.devsync.tree.Text;
import java.nio.file.Path;
import java.util.Comparator;

/// One thing that is wrong with a configuration file.
///
/// @param file as it was named by whoever asked for it
/// @param line from 1; [#WHOLE_FILE] if the problem has no place of its own
/// @param column from 1; meaningless without a line
/// @param message what is wrong, where and why; safe to print, without a full stop
/// @param advice what to try; safe to print, without a full stop
public record ConfigProblem(Path file, int line, int column, String message, String advice)
        implements Comparable<ConfigProblem> {

    /// The line of a problem that concerns the file as a whole.
    public static final int WHOLE_FILE = 0;

    private static final Comparator<ConfigProblem> IN_FILE_ORDER = Comparator.comparing(ConfigProblem::file)
            .thenComparingInt(ConfigProblem::line)
            .thenComparingInt(ConfigProblem::column);

    /// Orders as a reader of the file meets them.
    @Override
    public int compareTo(ConfigProblem other) {
        return IN_FILE_ORDER.thenComparing(ConfigProblem::message).compare(this, other);
    }

    /// The problem on two lines: `devsync.yaml:4:9: message`, and the advice below, indented.
    @Override
    public String toString() {
        String place = line == WHOLE_FILE ? "" : ":" + line + ":" + column;
        return "%s%s: %s%n  %s".formatted(Text.printable(file.toString()), place, message, advice);
    }
}
