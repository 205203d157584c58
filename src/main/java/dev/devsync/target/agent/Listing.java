package dev.devsync.target.agent;

import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Reads the agent's listing of a root.
final class Listing {

    private static final int TYPE_BITS = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;

    private final AgentReader in;
    private final TargetClock clock;
    private final Map<RelativePath, Entry> found = new HashMap<>();

    private Listing(AgentReader in, TargetClock clock) {
        this.in = in;
        this.clock = clock;
    }

    /// @param form which tool lists: `find` (GNU find's -printf) or `stat`
    /// @param clock by which its times are told; the host's come back
    /// @param heard run after each path
    static Snapshot read(AgentReader in, String form, TargetClock clock, Runnable heard) throws IOException {
        Listing listing = new Listing(in, clock);
        listing.entries(form, heard);
        OwnershipRecord.Parser record = new OwnershipRecord.Parser();
        for (String line = in.record(); !line.equals("!"); line = in.record()) {
            record.accept(line);
        }
        return new Snapshot(Tree.of(listing.found), record.owned());
    }

    /// Reads the listing of some folders without what is below them.
    ///
    /// @return what is there of the folders and their children
    static Map<RelativePath, Entry> readFolders(AgentReader in, String form, TargetClock clock) throws IOException {
        Listing listing = new Listing(in, clock);
        listing.entries(form, () -> {});
        return listing.found;
    }

    private void entries(String form, Runnable heard) throws IOException {
        boolean gnu = form.equals("find");
        for (String record = in.record(); !record.equals("!"); record = in.record()) {
            if (gnu) {
                fromFind(record);
            } else {
                fromStat(record);
            }
            heard.run();
        }
    }

    /// `.`, `./PATH` or `PATH`
    private static RelativePath path(String written) {
        return new RelativePath(written.equals(".") ? "" : written.startsWith("./") ? written.substring(2) : written);
    }

    /// `TYPE MODE SIZE SECONDS.FRACTION PATH` or `./PATH`, then a text with the link's target.
    private void fromFind(String record) throws IOException {
        String[] part = record.split(" ", 5);
        checkParts(part, 5, record);
        String link = in.text();
        int mode = Integer.parseInt(part[1], 8);
        RelativePath path = path(part[4]);
        switch (part[0]) {
            case "f" -> found.put(path, new Entry.File(Long.parseLong(part[2]), clock.here(nanos(part[3])), mode));
            case "d" -> found.put(path, new Entry.Directory(mode));
            case "l" -> link(path, link);
            default -> {} // a socket, a device: neither wanted nor owned
        }
    }

    /// A link without a target was deleted while it was looked at.
    private void link(RelativePath path, String target) {
        if (!target.isEmpty()) {
            found.put(path, new Entry.Symlink(target));
        }
    }

    /// `RAW-MODE-IN-HEX SIZE SECONDS ./PATH`, or `l ./PATH` and a text with the link's target.
    private void fromStat(String record) throws IOException {
        if (record.startsWith("l ")) {
            link(path(record.substring(2)), in.text());
            return;
        }
        String[] part = record.split(" ", 4);
        checkParts(part, 4, record);
        int raw = Integer.parseInt(part[0], 16);
        RelativePath path = path(part[3]);
        int mode = raw & 07777;
        switch (raw & TYPE_BITS) {
            case FILE -> found.put(path, new Entry.File(Long.parseLong(part[1]), clock.here(nanos(part[2])), mode));
            case FOLDER -> found.put(path, new Entry.Directory(mode));
            default -> {}
        }
    }

    private static void checkParts(String[] parts, int count, String record) throws IOException {
        if (parts.length != count) {
            throw new IOException("the agent's listing makes no sense: " + record);
        }
    }

    /// @param time seconds since 1970, with or without a fraction
    private static long nanos(String time) {
        int dot = time.indexOf('.');
        if (dot < 0) {
            return Long.parseLong(time) * 1_000_000_000L;
        }
        String fraction = (time.substring(dot + 1) + "000000000").substring(0, 9);
        return Long.parseLong(time.substring(0, dot)) * 1_000_000_000L
                + (time.startsWith("-") ? -1 : 1) * Long.parseLong(fraction);
    }
}
