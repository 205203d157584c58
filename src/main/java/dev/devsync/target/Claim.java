package dev.devsync.target;

import java.util.regex.Pattern;

/// Who writes to a target. The newest that connects for the first time has it, and fences off all others; who only
/// connects again, after its line was cut, takes it from nobody.
///
/// @param writer sixteen hexadecimal digits, the same over all connections of one writer
/// @param turn whether it has had the target before
public record Claim(String writer, Turn turn) {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");

    /// @throws IllegalArgumentException if the writer has another name: files are called by it
    public Claim {
        if (!NAME.matcher(writer).matches()) {
            throw new IllegalArgumentException("no name for a writer");
        }
    }

    /// Whether a writer has had the target.
    public enum Turn {
        FIRST,
        AGAIN
    }

    /// A new writer.
    public static Claim first() {
        return new Claim(Token.random(), Turn.FIRST);
    }

    /// The same writer, who has had the target.
    public Claim again() {
        return new Claim(writer, Turn.AGAIN);
    }
}
