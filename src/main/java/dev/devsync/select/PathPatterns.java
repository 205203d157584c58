package dev.devsync.select;

import dev.devsync.tree.RelativePath;
import java.util.List;

/// A list of patterns in the syntax of a `.gitignore` file, used to say which paths are meant. The last that matches
/// a path, or a folder above it, decides; `!` takes paths out again.
public final class PathPatterns {

    private final IncludeRules rules;
    private final boolean empty;

    private PathPatterns(IncludeRules rules, boolean empty) {
        this.rules = rules;
        this.empty = empty;
    }

    /// @param source what the patterns belong to, for messages
    /// @throws BadPatternException for the first pattern that cannot be read
    public static PathPatterns of(String source, List<String> patterns) throws BadPatternException {
        return new PathPatterns(IncludeRules.of(source, patterns), patterns.isEmpty());
    }

    /// Whether there is no pattern at all.
    public boolean isEmpty() {
        return empty;
    }

    /// Whether a file is meant. An empty list means none.
    public boolean matches(RelativePath file) {
        return !empty && rules.decide(file.raw(), Selector.Kind.OTHER) == Selector.Verdict.SELECTED;
    }
}
