package dev.devsync.config.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Other tools' ways to name files, in gitignore syntax.
final class Patterns {

    private Patterns() {}

    /// All files of a folder, by its path in the project; `.` for the project itself.
    static String folder(String path) {
        String bare = bare(path);
        return bare.isEmpty() ? "*" : "/" + bare + "/**";
    }

    static String file(String path) {
        return "/" + bare(path);
    }

    /// Files by their ending, with or without its dot: anywhere, or in folders only.
    static List<String> endings(List<String> folders, List<String> endings) {
        List<String> patterns = new ArrayList<>();
        for (String folder : folders.isEmpty() ? List.of("") : folders) {
            for (String ending : endings) {
                String name = "*." + ending.strip().replaceFirst("^\\*?\\.", "");
                patterns.add(bare(folder).isEmpty() ? name : "/" + bare(folder) + "/**/" + name);
            }
        }
        return patterns;
    }

    private static String bare(String path) {
        String bare = path.strip()
                .replaceFirst("^(\\./)+", "")
                .replaceFirst("^/+", "")
                .replaceFirst("/+$", "");
        return bare.equals(".") ? "" : bare;
    }

    /// A regular expression that is searched for in paths; empty if no pattern says the same.
    static Optional<String> regex(String regex) {
        String body = regex;
        boolean ends = body.endsWith("$");
        boolean starts = body.startsWith("^");
        body = body.substring(starts ? 1 : 0, body.length() - (ends ? 1 : 0))
                .replace("\\.", ".")
                .replace(".*", "*");
        if (body.isEmpty() || !body.matches("[A-Za-z0-9_.*/-]+") || (body.contains("/") && !starts)) {
            return Optional.empty();
        }
        // `_test.go` is meant as an ending, whether or not somebody wrote the dollar.
        boolean ending = ends || body.matches(".*\\.[a-z]{1,5}");
        String name = (starts || body.startsWith("*") ? "" : "*") + body + (ending || body.endsWith("*") ? "" : "*");
        return Optional.of(starts ? "/" + name : name);
    }
}
