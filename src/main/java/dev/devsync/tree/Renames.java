package dev.devsync.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the files that a delta brings under another name than they had, so that they need not be sent.
///
/// A rename keeps size, time and mode: that is how pairs are found, among files whose size and time can be trusted to
/// stand for their content.
public final class Renames {

    /// Below both of these the files that move from one folder to another are sent: nothing is quicker.
    private static final int WORTHWHILE_FILES = 8;

    private static final long WORTHWHILE_BYTES = 128 * 1024;

    private final Map<Trait, List<RelativePath>> gone = new HashMap<>();

    private Renames() {}

    /// What a rename keeps.
    private record Trait(long size, long mtimeNanos, int mode) {
        static Trait of(Entry.File file) {
            return new Trait(file.size(), file.mtimeNanos(), file.mode());
        }
    }

    private record Folders(RelativePath from, RelativePath to) {}

    private record Pair(RelativePath from, RelativePath to, long bytes) {
        Folders folders() {
            return new Folders(from.parent(), to.parent());
        }
    }

    /// @param acknowledged what the target has
    /// @param delta what is about to be sent
    /// @param isGone whether the host no longer has a path; the delta that removes it may come later
    /// @return the former name of each file that was renamed, each at most once
    public static Map<RelativePath, RelativePath> in(Tree acknowledged, Delta delta, Predicate<RelativePath> isGone) {
        Map<RelativePath, Entry.File> wanted = new LinkedHashMap<>();
        for (Change change : delta.changes()) {
            if (change instanceof Change.Put(RelativePath path, Entry.File file)
                    && file.digest() == null
                    && file.size() > 0
                    && acknowledged.get(path) == null) {
                wanted.put(path, file);
            }
        }
        if (acknowledged.isEmpty() || !isWorthwhile(wanted.size(), bytes(wanted))) {
            return Map.of();
        }
        Renames renames = new Renames();
        wanted.values().forEach(file -> renames.gone.put(Trait.of(file), new ArrayList<>(1)));
        acknowledged.forEach((path, entry) -> renames.consider(path, entry, isGone));
        return renames.pairs(wanted);
    }

    private static long bytes(Map<RelativePath, Entry.File> files) {
        return files.values().stream().mapToLong(Entry.File::size).sum();
    }

    private static boolean isWorthwhile(int files, long bytes) {
        return files >= WORTHWHILE_FILES || bytes >= WORTHWHILE_BYTES;
    }

    private void consider(RelativePath path, Entry entry, Predicate<RelativePath> isGone) {
        if (entry instanceof Entry.File file && file.digest() == null) {
            List<RelativePath> alike = gone.get(Trait.of(file));
            if (alike != null && isGone.test(path)) {
                alike.add(path);
            }
        }
    }

    private Map<RelativePath, RelativePath> pairs(Map<RelativePath, Entry.File> wanted) {
        Map<Folders, List<Pair>> pairs = new LinkedHashMap<>();
        wanted.forEach((path, file) -> takeFormer(path, file)
                .map(former -> new Pair(former, path, file.size()))
                .ifPresent(pair -> pairs.computeIfAbsent(pair.folders(), folders -> new ArrayList<>())
                        .add(pair)));
        Map<RelativePath, RelativePath> formerNames = new HashMap<>();
        pairs.values().stream()
                .filter(some -> isWorthwhile(
                        some.size(), some.stream().mapToLong(Pair::bytes).sum()))
                .forEach(some -> some.forEach(pair -> formerNames.put(pair.to(), pair.from())));
        return formerNames;
    }

    /// The file that this one most likely was: the one of the same name with the most folders in common above it, or
    /// any that is large.
    private Optional<RelativePath> takeFormer(RelativePath path, Entry.File file) {
        List<RelativePath> alike = gone.getOrDefault(Trait.of(file), List.of());
        Optional<RelativePath> former = alike.stream()
                .filter(candidate -> candidate.name().equals(path.name()) || file.size() >= WORTHWHILE_BYTES)
                .max(Comparator.comparingInt(candidate -> commonEnd(candidate, path)));
        former.ifPresent(alike::remove);
        return former;
    }

    /// How many names at the ends of two paths are the same.
    private static int commonEnd(RelativePath one, RelativePath other) {
        int common = 0;
        RelativePath a = one;
        RelativePath b = other;
        while (!a.isRoot() && !b.isRoot() && a.name().equals(b.name())) {
            common++;
            a = a.parent();
            b = b.parent();
        }
        return common;
    }
}
