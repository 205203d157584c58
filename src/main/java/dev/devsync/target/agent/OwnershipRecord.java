package dev.devsync.target.agent;

import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The lines in which a target records what devsync owns there.
///
/// - `+PATH` claims a path, before it is written;
/// - `=SIZE:MTIME PATH` says what was written, where the target's tools keep whole seconds only;
/// - `-PATH` gives a path up, after it was deleted.
///
/// Each ends with `//` and a newline, which no path contains. Later lines win.
public final class OwnershipRecord {

    /// What each line ends with.
    public static final String END = "//\n";

    private OwnershipRecord() {}

    static String claim(RelativePath path) {
        return "+" + path.raw() + END;
    }

    static String release(RelativePath path) {
        return "-" + path.raw() + END;
    }

    /// What to note about an entry once it is there; empty if its own time tells all.
    static String fact(RelativePath path, Entry entry, MtimePrecision precision) {
        return precision == MtimePrecision.SECONDS && entry instanceof Entry.File file
                ? stamp(file) + " " + path.raw() + END
                : "";
    }

    /// The form of a fact that the agent completes with the path itself.
    static String stamp(Entry.File file) {
        return "=" + file.size() + ":" + file.mtimeNanos();
    }

    /// The whole record for a tree.
    public static String of(Tree owned, MtimePrecision precision) {
        StringBuilder lines = new StringBuilder();
        owned.forEach((path, entry) -> {
            String fact = fact(path, entry, precision);
            lines.append(fact.isEmpty() ? claim(path) : fact);
        });
        return lines.toString();
    }

    /// Reads lines one after the other; a line that makes no sense (a full disk cut it short) is left out.
    public static final class Parser implements Consumer<String> {
        private final Map<RelativePath, Snapshot.Written> owned = new HashMap<>();

        @Override
        public void accept(String line) {
            if (line.isEmpty()) {
                return;
            }
            try {
                switch (line.charAt(0)) {
                    case '+' -> owned.put(new RelativePath(line.substring(1)), Snapshot.Unknown.UNKNOWN);
                    case '-' -> owned.remove(new RelativePath(line.substring(1)));
                    case '=' -> {
                        int colon = line.indexOf(':');
                        int space = line.indexOf(' ');
                        long size = Long.parseLong(line.substring(1, colon));
                        long mtime = Long.parseLong(line.substring(colon + 1, space));
                        RelativePath path = new RelativePath(line.substring(space + 1));
                        owned.put(path, new Snapshot.FileWritten(size, mtime));
                    }
                    default -> {}
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return; // cut short
            }
        }

        /// What is owned as far as the lines say.
        public Map<RelativePath, Snapshot.Written> owned() {
            return owned;
        }
    }
}
