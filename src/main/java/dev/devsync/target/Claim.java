package dev.devsync.target;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Who writes to a target. The newest that connects for the first time has it, and fences off all others; who only
/// connects again, after its line was cut, takes it from nobody.
///
/// @param writer sixteen letters and digits, the same over all connections of one writer
/// @param turn whether it has had the target before
public record Claim(String writer, Turn turn) {

    /// Whether a writer has had the target.
    public enum Turn {
        FIRST,
        AGAIN
    }

    /// A new writer.
    public static Claim first() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return new Claim(HexFormat.of().formatHex(random), Turn.FIRST);
    }

    /// The same writer, who has had the target.
    public Claim again() {
        return new Claim(writer, Turn.AGAIN);
    }
}
