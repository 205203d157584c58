package dev.devsync.target.agent;

import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/// What a batch takes from other names in the target, in the agent's terms: steps that link files into the staging
/// folder, and what `find` must say of them before they are used.
final class Linked {

    private static final long NANOS = 1_000_000_000L;

    private final ToLongFunction<Entry.File> mtime;
    private final Map<Place, List<String>> names = new LinkedHashMap<>();
    private final SortedSet<String> stats = new TreeSet<>();

    /// Files of one folder that are linked into one folder of the staging folder.
    ///
    /// @param to with a slash at its end
    private record Place(RelativePath from, String to) {}

    /// @param mtime a file's time in the target, nanoseconds since 1970
    Linked(ToLongFunction<Entry.File> mtime) {
        this.mtime = mtime;
    }

    /// @param former where the file is
    /// @param name where it is to be staged
    /// @return false if it has to be sent: what find says has a line for each name, and a link keeps its name
    boolean add(RelativePath former, String name, Entry.File file) {
        if (name.indexOf('\n') >= 0 || !name.endsWith("/" + former.name())) {
            return false;
        }
        String to = name.substring(0, name.lastIndexOf('/') + 1);
        names.computeIfAbsent(new Place(former.parent(), to), place -> new ArrayList<>())
                .add(former.name());
        stats.add(file.size() + " " + time(file) + " " + Integer.toOctalString(file.mode()) + " " + name);
        return true;
    }

    /// As GNU find prints it: with ten digits after the point.
    private String time(Entry.File file) {
        long nanos = mtime.applyAsLong(file);
        String fraction = Long.toString(NANOS + Math.floorMod(nanos, NANOS)).substring(1);
        return Math.floorDiv(nanos, NANOS) + "." + fraction + "0";
    }

    /// The steps; empty if there is nothing to link.
    String steps() {
        StringBuilder all = new StringBuilder();
        names.forEach((place, some) -> {
            for (int from = 0; from < some.size(); from += Batch.MOST_NAMES) {
                all.append("link ").append(Sh.quote(place.from().raw())).append(' ');
                all.append(Sh.quote(place.to())).append(' ');
                some.subList(from, Math.min(some.size(), from + Batch.MOST_NAMES))
                        .forEach(name -> all.append(Sh.quote(name)).append(' '));
                all.append('\n');
            }
        });
        return all.toString();
    }

    /// What `find` must say of all that was linked, sorted by bytes.
    String stats() {
        return String.join("\n", stats);
    }
}
