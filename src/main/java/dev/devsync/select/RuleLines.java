package dev.devsync.select;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads files of one pattern a line.
final class RuleLines {

    private RuleLines() {}

    /// The file's text, with U+FFFD for what is not UTF-8, as in [dev.devsync.tree.RelativePath#text()]; empty if
    /// there is no such file.
    static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            // Not only NoSuchFileException: what was a folder when it was asked about may be a file by now.
            if (!Files.exists(file)) {
                return "";
            }
            throw e;
        }
    }

    /// The lines without their ends; a byte order mark is dropped. Only line feeds end lines: a carriage return
    /// elsewhere may be part of a name.
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : (text.startsWith("\ufeff") ? text.substring(1) : text).split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return lines;
    }
}
