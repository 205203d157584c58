package dev.devsync.tree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Finds the files that a delta brings in a folder that had another name, so that they need not be sent.
///
/// A rename keeps sizes, times and modes. Files that are written in the same tick of the kernel have the same time, and
/// many have the same size: one of them alone proves nothing. So folders are compared, by the names, sizes, times and
/// modes of all files that could have moved, and only a folder that looks like exactly one other of the target is taken
/// for it.
///
/// Where size and time are no proof of a file's content, it takes no part: it has a digest for that reason
/// ([Entry.File#digest]); or it is too large to be given one; or its time has no fraction, as times have that somebody
/// set.
public final class Renames {

    /// Below both of these the files of a folder are sent: nothing is quicker.
    private static final int WORTHWHILE_FILES = 8;

    private static final long WORTHWHILE_BYTES = 128 * 1024;

    /// Larger files are not hashed when their times were set, so nothing tells that they were.
    private static final long LARGEST = 8L << 20;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Renames() {}

    /// What a rename keeps.
    private record Trait(long size, long mtimeNanos, int mode) {
        static Trait of(Entry.File file) {
            return new Trait(file.size(), file.mtimeNanos(), file.mode());
        }
    }

    /// Files by their folders.
    private static final class Folders {
        private final Map<RelativePath, Map<String, Trait>> files = new LinkedHashMap<>();
        private final Set<Trait> traits = new HashSet<>();

        void add(RelativePath path, Trait trait) {
            files.computeIfAbsent(path.parent(), folder -> new TreeMap<>()).put(path.name(), trait);
            traits.add(trait);
        }

        void keepOnly(Set<Trait> some) {
            files.values().forEach(names -> names.values().retainAll(some));
        }

        /// The folders that look like no other here, by their looks.
        Map<Map<String, Trait>, RelativePath> byLooks() {
            Map<Map<String, Trait>, RelativePath> single = new LinkedHashMap<>();
            Set<Map<String, Trait>> several = new HashSet<>();
            files.forEach((folder, looks) -> {
                if (single.putIfAbsent(looks, folder) != null) {
                    several.add(looks);
                }
            });
            single.keySet().removeAll(several);
            return single;
        }
    }

    /// @param acknowledged what the target has
    /// @param delta what is about to be sent
    /// @param isGone whether the host no longer has a path; the delta that removes it may come later
    /// @return the former name of each file that was renamed, each at most once
    public static Map<RelativePath, RelativePath> in(Tree acknowledged, Delta delta, Predicate<RelativePath> isGone) {
        Folders come = new Folders();
        long bytes = 0;
        int files = 0;
        for (Change change : delta.changes()) {
            if (change instanceof Change.Put(RelativePath path, Entry.File file)
                    && canBeTold(file)
                    && acknowledged.get(path) == null) {
                come.add(path, Trait.of(file));
                bytes += file.size();
                files++;
            }
        }
        return acknowledged.isEmpty() || !isWorthwhile(files, bytes)
                ? Map.of()
                : pairs(come, alike(acknowledged, come.traits), isGone);
    }

    private static boolean canBeTold(Entry.File file) {
        return file.digest() == null
                && file.size() > 0
                && file.size() <= LARGEST
                && file.mtimeNanos() % NANOS_PER_SECOND != 0;
    }

    private static boolean isWorthwhile(int files, long bytes) {
        return files >= WORTHWHILE_FILES || bytes >= WORTHWHILE_BYTES;
    }

    private static Folders alike(Tree acknowledged, Set<Trait> traits) {
        Folders alike = new Folders();
        acknowledged.forEach((path, entry) -> {
            if (entry instanceof Entry.File file && canBeTold(file) && traits.contains(Trait.of(file))) {
                alike.add(path, Trait.of(file));
            }
        });
        return alike;
    }

    private static Map<RelativePath, RelativePath> pairs(Folders come, Folders had, Predicate<RelativePath> isGone) {
        come.keepOnly(had.traits);
        Map<RelativePath, RelativePath> formerNames = new HashMap<>();
        Map<Map<String, Trait>, RelativePath> former = had.byLooks();
        come.byLooks().forEach((looks, folder) -> {
            RelativePath from = former.get(looks);
            long bytes = looks.values().stream().mapToLong(Trait::size).sum();
            if (from != null
                    && isWorthwhile(looks.size(), bytes)
                    && looks.keySet().stream().allMatch(name -> isGone.test(from.child(name)))) {
                looks.keySet().forEach(name -> formerNames.put(folder.child(name), from.child(name)));
            }
        });
        return formerNames;
    }
}
