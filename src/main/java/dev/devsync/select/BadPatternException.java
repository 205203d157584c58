package dev.devsync.select;

import dev.devsync.tree.Text;

/// A pattern that says nothing that could be matched, in a rule file or in a list of the configuration.
public final class BadPatternException extends Exception {

    private static final long serialVersionUID = 1L;

    /// The line of a pattern that comes from a list and not from a file.
    public static final int NO_LINE = 0;

    private final String source;
    private final int line;
    private final String pattern;
    private final String reason;

    BadPatternException(String source, int line, String pattern, String reason) {
        super("%s%s: bad pattern `%s`: %s"
                .formatted(Text.printable(source), line == NO_LINE ? "" : ":" + line, Text.printable(pattern), reason));
        this.source = source;
        this.line = line;
        this.pattern = pattern;
        this.reason = reason;
    }

    /// Where the pattern stands: a file's path, or the name of the list.
    public String source() {
        return source;
    }

    /// The line in the file, from 1, or [#NO_LINE].
    public int line() {
        return line;
    }

    /// The pattern as it was written.
    public String pattern() {
        return pattern;
    }

    /// What is wrong with it.
    public String reason() {
        return reason;
    }
}
