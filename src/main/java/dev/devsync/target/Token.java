package dev.devsync.target;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names for what must not be taken for anything else: agents, writers, processes.
public final class Token {

    private Token() {}

    /// Sixteen hexadecimal digits that nobody else comes upon.
    public static String random() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
