package dev.devsync.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Finds the files that a delta brings under another name than they had, so that they need not be sent.
///
/// A rename keeps size, time and mode. Files that are written in the same tick of the kernel have the same time, and
/// many have the same size: one of them alone proves nothing. So folders are compared, by the names, sizes, times and
/// modes of all files that could have moved, and only a folder that looks like exactly one other is taken for it.
/// Single files are taken if they are large and there is no other of that size and time. Where size and time are no
/// proof of a file's content ([Entry.File#digest]), it takes no part.
public final class Renames {

    /// Below both of these the files of a folder are sent: nothing is quicker.
    private static final int WORTHWHILE_FILES = 8;

    private static final long WORTHWHILE_BYTES = 128 * 1024;

    private final Files gone = new Files();
    private final Files come = new Files();
    private final Map<RelativePath, RelativePath> formerNames = new HashMap<>();

    private Renames() {}

    /// What a rename keeps.
    private record Trait(long size, long mtimeNanos, int mode) {
        static Trait of(Entry.File file) {
            return new Trait(file.size(), file.mtimeNanos(), file.mode());
        }
    }

    /// Files by their folders, and by what a rename keeps.
    private static final class Files {
        private final Map<RelativePath, Map<String, Trait>> folders = new LinkedHashMap<>();
        private final Map<Trait, List<RelativePath>> alike = new HashMap<>();

        void add(RelativePath path, Trait trait) {
            folders.computeIfAbsent(path.parent(), folder -> new TreeMap<>()).put(path.name(), trait);
            alike.computeIfAbsent(trait, key -> new ArrayList<>(1)).add(path);
        }

        void keepOnly(Set<Trait> traits) {
            folders.values().forEach(names -> names.values().retainAll(traits));
            alike.keySet().retainAll(traits);
        }

        /// The folders that look like no other here, by their looks.
        Map<Map<String, Trait>, RelativePath> byLooks() {
            Map<Map<String, Trait>, RelativePath> single = new LinkedHashMap<>();
            Set<Map<String, Trait>> several = new HashSet<>();
            folders.forEach((folder, looks) -> {
                if (single.putIfAbsent(looks, folder) != null) {
                    several.add(looks);
                }
            });
            single.keySet().removeAll(several);
            return single;
        }

        void forEachSingle(BiConsumer<Trait, RelativePath> action) {
            alike.forEach((trait, paths) -> {
                if (paths.size() == 1) {
                    action.accept(trait, paths.getFirst());
                }
            });
        }
    }

    /// @param acknowledged what the target has
    /// @param delta what is about to be sent
    /// @param isGone whether the host no longer has a path; the delta that removes it may come later
    /// @return the former name of each file that was renamed, each at most once
    public static Map<RelativePath, RelativePath> in(Tree acknowledged, Delta delta, Predicate<RelativePath> isGone) {
        Renames renames = new Renames();
        long bytes = 0;
        int files = 0;
        for (Change change : delta.changes()) {
            if (change instanceof Change.Put(RelativePath path, Entry.File file)
                    && canBeTold(file)
                    && acknowledged.get(path) == null) {
                renames.come.add(path, Trait.of(file));
                bytes += file.size();
                files++;
            }
        }
        if (!acknowledged.isEmpty() && isWorthwhile(files, bytes)) {
            acknowledged.forEach((path, entry) -> renames.consider(path, entry, isGone));
            renames.come.keepOnly(renames.gone.alike.keySet());
            renames.pairFolders();
            renames.pairLargeFiles();
        }
        return renames.formerNames;
    }

    private static boolean canBeTold(Entry.File file) {
        return file.digest() == null && file.size() > 0;
    }

    private static boolean isWorthwhile(int files, long bytes) {
        return files >= WORTHWHILE_FILES || bytes >= WORTHWHILE_BYTES;
    }

    private void consider(RelativePath path, Entry entry, Predicate<RelativePath> isGone) {
        if (entry instanceof Entry.File file
                && canBeTold(file)
                && come.alike.containsKey(Trait.of(file))
                && isGone.test(path)) {
            gone.add(path, Trait.of(file));
        }
    }

    private void pairFolders() {
        Map<Map<String, Trait>, RelativePath> former = gone.byLooks();
        come.byLooks().forEach((looks, folder) -> {
            RelativePath from = former.get(looks);
            if (from != null
                    && isWorthwhile(
                            looks.size(),
                            looks.values().stream().mapToLong(Trait::size).sum())) {
                looks.keySet().forEach(name -> formerNames.put(folder.child(name), from.child(name)));
            }
        });
    }

    private void pairLargeFiles() {
        come.forEachSingle((trait, path) -> {
            List<RelativePath> former = gone.alike.getOrDefault(trait, List.of());
            if (trait.size() >= WORTHWHILE_BYTES && former.size() == 1) {
                formerNames.put(path, former.getFirst());
            }
        });
    }
}
