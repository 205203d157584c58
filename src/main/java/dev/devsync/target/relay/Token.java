package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.tree.Digest;
import java.security.MessageDigest;

/// The secret that lets a laptop in. It never shows up in a message.
public final class Token {

    /// Longer ones than this are no tokens.
    static final int LONGEST = 1024;

    /// Shorter ones can be guessed.
    public static final int SHORTEST = 16;

    private final byte[] bytes;

    private Token(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param text the token; white space around it, as files end with, does not count
    /// @throws IllegalArgumentException if it is too short or too long to be one, with what is wrong
    public static Token of(String text) {
        byte[] bytes = text.strip().getBytes(UTF_8);
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "has " + bytes.length + " bytes; a token has " + SHORTEST + " to " + LONGEST);
        }
        return new Token(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /// Whether somebody has sent this token. Takes as long for every wrong one, however much of it is right.
    boolean matches(byte[] sent) {
        return MessageDigest.isEqual(digest(bytes), digest(sent));
    }

    private static byte[] digest(byte[] bytes) {
        return Digest.begin().digest(bytes);
    }

    @Override
    public String toString() {
        return "(a token)";
    }
}
