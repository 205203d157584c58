package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A part of a Markdown file that a program writes, between two comments.
final class Markers {

    private Markers() {}

    /// Puts a text between `<!-- NAME begin … -->` and `<!-- NAME end -->`.
    ///
    /// @throws IOException if the file cannot be written or has no such part
    static void replace(Path file, String name, String text) throws IOException {
        String all = Files.readString(file);
        int begin = all.indexOf("<!-- " + name + " begin");
        int from = begin < 0 ? -1 : all.indexOf("-->\n", begin);
        int to = all.indexOf("<!-- " + name + " end -->");
        if (from < 0 || to < from) {
            throw new IOException(file + " has no part \"" + name + "\" between comments");
        }
        Files.writeString(file, all.substring(0, from + 4) + text.strip() + "\n" + all.substring(to));
    }
}
