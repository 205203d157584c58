package dev.devsync.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What somebody saw in a folder.
record Picture(SortedMap<String, Item> items) {

    /// What is at a path.
    sealed interface Item {
        /// @param content its SHA-256
        /// @param nanos when it last changed, since 1970
        record File(long size, String content, int mode, long nanos) implements Item {}

        record Folder(int mode) implements Item {}

        record Link(String target) implements Item {}
    }

    /// What counts as equal.
    ///
    /// @param unit nanoseconds: how exactly the target keeps times; host times are rounded up to it
    /// @param extras whether more may be there than was asked for
    record Promise(long unit, Extras extras) {
        long kept(long nanos) {
            return -Math.floorDiv(-nanos, unit) * unit;
        }
    }

    /// What is there and not on the host.
    enum Extras {
        FORBIDDEN,
        /// Where nothing can be deleted.
        TOLERATED
    }

    Picture {
        items = new TreeMap<>(items);
    }

    /// How what is there differs from this, which is what should be there.
    ///
    /// @return nothing if all is as promised; otherwise lines for people
    List<String> differences(Picture there, Promise promise) {
        List<String> differences = new ArrayList<>();
        items.forEach((path, wanted) -> {
            Item found = there.items.get(path);
            Item expected = wanted instanceof Item.File(long size, String content, int mode, long nanos)
                    ? new Item.File(size, content, mode, promise.kept(nanos))
                    : wanted;
            if (found == null) {
                differences.add(path + ": missing");
            } else if (!expected.equals(found)) {
                differences.add(path + ": is " + found + ", should be " + expected);
            }
        });
        if (promise.extras() == Extras.FORBIDDEN) {
            there.items.keySet().stream()
                    .filter(path -> !items.containsKey(path))
                    .forEach(path -> differences.add(path + ": should not be there"));
        }
        return differences;
    }
}
