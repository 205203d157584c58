package dev.devsync.target.agent;

import dev.devsync.tree.Digest;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the output of sha256sum.
final class Sums {

    private static final int HEX = 64;

    private Sums() {}

    /// Reads lines up to `!//`, which no name can hold. Files that could not be read have none.
    static void read(AgentReader in, List<RelativePath> asked, Map<RelativePath, Digest> digests) throws IOException {
        Map<String, RelativePath> names = new HashMap<>();
        for (RelativePath path : asked) {
            names.put("./" + path.raw(), path);
        }
        StringBuilder pending = new StringBuilder();
        for (String line = in.line(); !line.equals("!//"); line = in.line()) {
            // busybox prints a newline in a name as it is: go on until the name is one that was asked for.
            pending.append(pending.isEmpty() ? "" : "\n").append(line);
            RelativePath path = path(pending, names);
            if (path != null) {
                int start = pending.charAt(0) == '\\' ? 1 : 0;
                digests.put(path, new Digest(pending.substring(start, start + HEX)));
                pending.setLength(0);
            }
        }
    }

    private static @Nullable RelativePath path(StringBuilder line, Map<String, RelativePath> names) {
        boolean escaped = line.length() > 0 && line.charAt(0) == '\\';
        int start = (escaped ? 1 : 0) + HEX + 2;
        if (line.length() <= start) {
            return null;
        }
        String name = line.substring(start);
        return names.get(escaped ? unescape(name) : name);
    }

    /// GNU marks a line with a backslash when it had to escape backslashes, newlines or returns in the name.
    private static String unescape(String name) {
        StringBuilder raw = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                i++;
                c = switch (name.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> name.charAt(i);
                };
            }
            raw.append(c);
        }
        return raw.toString();
    }
}
