package dev.devsync.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The digest of a file's content.
///
/// @param hex the SHA-256, 64 lower-case hexadecimal digits
public record Digest(String hex) {

    /// The algorithm's name in Java.
    public static final String ALGORITHM = "SHA-256";

    /// Stands for the digest of a content that nobody has read yet: equal to itself and to no other.
    static final Digest NOT_TAKEN = new Digest("0".repeat(64));

    /// @throws IllegalArgumentException if it is not 64 hexadecimal digits in lower case
    public Digest {
        if (hex.length() != 64 || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("not a SHA-256: " + Text.printable(hex));
        }
    }

    /// Something to feed the content to; [#of] takes what it comes to.
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    public static Digest of(byte[] digest) {
        return new Digest(HexFormat.of().formatHex(digest));
    }

    @Override
    public String toString() {
        return hex;
    }
}
