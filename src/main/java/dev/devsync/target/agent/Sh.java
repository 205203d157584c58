package dev.devsync.target.agent;

/// Words for a POSIX shell.
final class Sh {

    private Sh() {}

    /// A word that the shell takes as these very bytes, whatever they are.
    static String quote(String raw) {
        return "'" + raw.replace("'", "'\\''") + "'";
    }
}
