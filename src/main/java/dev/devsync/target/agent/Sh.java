package dev.devsync.target.agent;

/// Words for a POSIX shell.
public final class Sh {

    private Sh() {}

    /// A word that the shell takes as these very bytes, whatever they are.
    public static String quote(String raw) {
        return "'" + raw.replace("'", "'\\''") + "'";
    }
}
