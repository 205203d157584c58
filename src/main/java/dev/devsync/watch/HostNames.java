package dev.devsync.watch;

import java.util.Locale;

/// What the names of files are on a host. Targets are Linux, where they are bytes.
enum HostNames {
    /// Bytes: Linux. They go as they are.
    BYTES,

    /// Text of which case does not tell names apart: Windows. They go as they are written, in UTF-8.
    TEXT,

    /// The same, and neither do normal forms: macOS, where é can be one character (NFC) or an e with an accent (NFD),
    /// whichever the program took that made the file. They go in NFC, which is how they are written on Linux, in
    /// repositories and in ignore files, so that a name is the same whoever made it.
    COMPOSED_TEXT;

    static HostNames ofThisSystem() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.startsWith("mac") ? COMPOSED_TEXT : system.startsWith("windows") ? TEXT : BYTES;
    }
}
