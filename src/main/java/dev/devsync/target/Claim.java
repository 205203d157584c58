package dev.devsync.target;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who writes to a target. The newest that connects for the first time has it, and fences off all others; who only
/// connects again, after its line was cut, takes it from nobody who took it since.
///
/// @param writer sixteen hexadecimal digits, the same over all connections of one writer
/// @param since when the connection was begun over which it last had the target, by the clock of this machine; null if
/// it
///     never had it. Whoever has it now and began earlier is older. Clocks that are set, or of two machines that
/// differ, can
///     make it the other way round.
public record Claim(String writer, @Nullable Instant since) {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");

    /// @throws IllegalArgumentException if the writer has another name: files are called by it
    public Claim {
        if (!NAME.matcher(writer).matches()) {
            throw new IllegalArgumentException("no name for a writer");
        }
    }

    /// A new writer.
    public static Claim first() {
        return new Claim(Token.random(), null);
    }

    /// The same writer, who has the target now.
    ///
    /// @param begun when the connection was begun
    public Claim again(Instant begun) {
        return new Claim(writer, begun);
    }
}
