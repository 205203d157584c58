package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at the file system and says which tree is there.
///
/// 1. Links are not followed, ignored folders not entered, one stat is taken of each path.
/// 2. What has not changed keeps its old entry, and a folder in which nothing has changed its old subtree, so that
///    comparing the new tree with the old one costs what changed.
/// 3. What cannot be read keeps its old entry and what is below it: trouble never looks like a deletion.
/// 4. What vanishes while it is looked at is absent, at once or after [Settling].
public final class Scanner {

    /// How deep folders are looked into. Only loops of programs nest them deeper, and what goes through a tree takes
    /// some hundred bytes of stack for each level, on every thread that does.
    static final int DEEPEST = 250;

    /// What is at a path: nothing, a leaf, or a folder as a tree of its own.
    private record Found(@Nullable Entry entry, @Nullable Tree folder) {
        static final Found NOTHING = new Found(null, null);

        static Found leaf(Entry entry) {
            return new Found(entry, null);
        }

        static Found folder(Tree folder) {
            return new Found(folder.rootEntry(), folder);
        }

        static Found in(Tree tree, RelativePath path) {
            Tree folder = tree.folder(path);
            return folder != null ? folder(folder) : new Found(tree.get(path), null);
        }

        static Found in(TreeEditor tree, RelativePath path) {
            return tree.get(path) instanceof Entry.Directory
                    ? folder(Objects.requireNonNull(tree.folder(path)))
                    : new Found(tree.get(path), null);
        }

        boolean isNothing() {
            return entry == null;
        }

        Entry.@Nullable File file() {
            return entry instanceof Entry.File file ? file : null;
        }

        @SuppressWarnings("ReferenceEquality") // old entries and subtrees are reused when nothing changed
        boolean isSame(Found other) {
            return folder == other.folder && (folder != null || entry == other.entry);
        }
    }

    private final HostPaths paths;
    private final Selector selector;
    private final Settling settling;
    private final RacyFiles racy;
    private Watch.Entering entering = Watch.Entering.NOTHING;

    Scanner(HostPaths paths, Selector selector, Settling settling, RacyFiles racy) {
        this.paths = paths;
        this.selector = selector;
        this.settling = settling;
        this.racy = racy;
    }

    /// What one scan found.
    ///
    /// @param problems paths that are left out or incomplete
    public record Result(Tree tree, List<PathProblem> problems) {}

    /// Scans a folder once, without watching it.
    ///
    /// @throws IOException if the folder itself cannot be listed
    public static Result once(HostPaths paths, Selector selector) throws IOException {
        Findings findings = new Findings();
        Settling settling = new Settling(System::nanoTime);
        Scanner scanner = new Scanner(paths, selector, settling, new RacyFiles(InstantSource.system()));
        Tree tree = scanner.scan(Tree.EMPTY, findings);
        return new Result(tree, findings.problems());
    }

    /// Looks at everything.
    ///
    /// @param old what was there before; [Tree#EMPTY] at first
    /// @throws IOException if the root cannot be listed
    Tree scan(Tree old, Findings findings) throws IOException {
        findings.covered(RelativePath.ROOT);
        Entry.Directory root = new Entry.Directory(Stat.of(paths.root()).mode());
        return new FolderScan(RelativePath.ROOT, old, findings).list(paths.root(), root);
    }

    /// As [#scan(Tree, Findings)], and shows every folder before it is listed.
    ///
    /// @throws UncheckedIOException as it comes from `entering`; ends the scan
    Tree scan(Tree old, Findings findings, Watch.Entering shown) throws IOException {
        entering = shown;
        try {
            return scan(old, findings);
        } finally {
            entering = Watch.Entering.NOTHING;
        }
    }

    /// Looks at one path and makes the tree show what is there.
    ///
    /// @param tree unchanged if nothing changed
    void look(TreeEditor tree, RelativePath path, Depth depth, Findings findings) {
        RelativePath at = firstUnknown(tree, path);
        Path host = paths.resolve(at);
        Found old = Found.in(tree, at);
        Found now = paths.isMisspelt(host)
                ? misspelt(at, findings)
                : find(at, host, old, at.equals(path) ? depth : Depth.DEEP, findings);
        if (!now.isSame(old)) {
            place(tree, at, now);
        }
        if (!paths.tellSpellingsApart() && old.isNothing() && !now.isNothing()) {
            removeOtherSpellings(tree, at);
        }
    }

    /// A rename that only changes case, or the normal form. Nothing is held back: what comes next is there already.
    private Found misspelt(RelativePath path, Findings findings) {
        findings.covered(path);
        settling.settled(path);
        return Found.NOTHING;
    }

    /// Where a name has come, its former spelling goes in the same revision, though the event for that may
    /// come later.
    private void removeOtherSpellings(TreeEditor tree, RelativePath path) {
        Tree folder = Objects.requireNonNull(tree.folder(path.parent()), "what was just put there is in a folder");
        for (String name : folder.names()) {
            RelativePath other = path.parent().child(name);
            if (paths.mayBeTheSame(name, path.name())
                    && !name.equals(path.name())
                    && paths.isMisspelt(paths.resolve(other))) {
                settling.settled(other);
                tree.remove(other);
            }
        }
    }

    /// The path itself, or the topmost folder above it of which the tree does not know that it is one.
    private static RelativePath firstUnknown(TreeEditor tree, RelativePath path) {
        RelativePath first = path;
        for (RelativePath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (!(tree.get(above) instanceof Entry.Directory)) {
                first = above;
            }
        }
        return first;
    }

    private void place(TreeEditor tree, RelativePath path, Found now) {
        if (now.folder() != null) {
            tree.put(path, now.folder());
        } else if (now.entry() != null) {
            tree.put(path, now.entry());
        } else {
            tree.remove(path);
            removeEmptyPassages(tree, path);
        }
    }

    private void removeEmptyPassages(TreeEditor tree, RelativePath path) {
        for (RelativePath above = path.parent();
                !above.isRoot() && selector.decide(above, Kind.DIRECTORY) == Verdict.PASSAGE;
                above = above.parent()) {
            Tree folder = tree.folder(above);
            if (folder == null || !folder.isEmpty()) {
                break;
            }
            tree.remove(above);
        }
    }

    private Found find(RelativePath path, Path host, Found old, Depth depth, Findings findings) {
        try {
            return found(path, host, Stat.of(host), old, depth, findings);
        } catch (IOException e) {
            findings.covered(path);
            if (Stat.isGone(e)) {
                findings.absent();
                return gone(path, old);
            }
            findings.problem(new PathProblem(path, PathProblem.Kind.UNREADABLE, Stat.reason(e)));
            return old;
        }
    }

    private Found gone(RelativePath path, Found old) {
        // Held even if nothing was known of it: when the root was away for a moment, the event came too early, and
        // there will be no other.
        return settling.holds(path, Settling.Reason.VANISHED) ? old : Found.NOTHING;
    }

    private Found found(RelativePath path, Path host, Stat stat, Found old, Depth depth, Findings findings)
            throws IOException {
        Verdict verdict = selector.decide(path, stat.isDirectory() ? Kind.DIRECTORY : Kind.OTHER);
        if (verdict == Verdict.IGNORED || (verdict == Verdict.PASSAGE && !stat.isDirectory())) {
            findings.covered(path);
            settling.settled(path);
            return Found.NOTHING;
        }
        return switch (stat.type()) {
            case DIRECTORY -> directory(path, host, new Entry.Directory(stat.mode()), verdict, old, depth, findings);
            case FILE -> file(path, host, stat, old, findings);
            case LINK -> link(path, host, old, findings);
            case OTHER -> {
                findings.covered(path);
                settling.settled(path);
                findings.problem(
                        new PathProblem(path, PathProblem.Kind.UNSUPPORTED, "a pipe, a socket or a device; left out"));
                yield Found.NOTHING;
            }
        };
    }

    private Found directory(
            RelativePath path,
            Path host,
            Entry.Directory entry,
            Verdict verdict,
            Found old,
            Depth depth,
            Findings findings)
            throws IOException {
        settling.settled(path);
        if (path.depth() > DEEPEST) {
            findings.covered(path);
            findings.problem(new PathProblem(
                    path, PathProblem.Kind.UNSUPPORTED, "more than " + DEEPEST + " folders deep; left out"));
            return Found.NOTHING;
        }
        if (depth == Depth.SHALLOW && old.folder() != null && entry.equals(old.entry())) {
            return old;
        }
        Tree before = old.folder() == null ? Tree.EMPTY : old.folder();
        Tree folder;
        try {
            folder = new FolderScan(path, before, findings).list(host, entry);
        } catch (IOException e) {
            if (Stat.isGone(e)) {
                throw e;
            }
            findings.problem(new PathProblem(path, PathProblem.Kind.UNREADABLE, Stat.reason(e)));
            folder = before.with(RelativePath.ROOT, entry);
        }
        findings.covered(path);
        return folder.isEmpty() && verdict == Verdict.PASSAGE ? Found.NOTHING : Found.folder(folder);
    }

    private Found file(RelativePath path, Path host, Stat stat, Found old, Findings findings) throws IOException {
        findings.covered(path);
        Entry.File before = old.file();
        boolean fresh = racy.isFresh(stat);
        if (fresh && stat.size() == 0 && before != null && before.size() > 0) {
            if (settling.holds(path, Settling.Reason.EMPTIED)) {
                return old;
            }
        } else if (fresh && stat.size() > RacyFiles.MOST_HASHED && isNew(stat, before)) {
            if (settling.holds(path, Settling.Reason.GROWING)) {
                return old;
            }
            findings.unfinished(path);
        } else {
            settling.settled(path);
        }
        return Found.leaf(racy.entry(path, host, stat, before));
    }

    private static boolean isNew(Stat stat, Entry.@Nullable File before) {
        return before == null || before.size() != stat.size() || before.mtimeNanos() != stat.mtimeNanos();
    }

    private Found link(RelativePath path, Path host, Found old, Findings findings) throws IOException {
        Entry entry = new Entry.Symlink(paths.target(host));
        findings.covered(path);
        settling.settled(path);
        return entry.equals(old.entry()) ? old : Found.leaf(entry);
    }

    /// Lists one folder and finds out about each child.
    private final class FolderScan {
        private final RelativePath at;
        private final Tree old;
        private final Findings findings;
        private final Set<String> missing;
        private boolean changed;

        FolderScan(RelativePath at, Tree old, Findings findings) {
            this.at = at;
            this.old = old;
            this.findings = findings;
            this.missing = new HashSet<>(old.names());
        }

        /// @return the old subtree itself if nothing changed
        Tree list(Path host, Entry.Directory entry) throws IOException {
            Tree.Builder builder = new Tree.Builder(entry);
            changed = !entry.equals(old.rootEntry());
            entering.enter(host);
            try (DirectoryStream<Path> children = Files.newDirectoryStream(host)) {
                for (Path child : children) {
                    String name = paths.name(child);
                    missing.remove(name);
                    Found before = Found.in(old, new RelativePath(name));
                    put(builder, name, before, find(at.child(name), child, before, Depth.DEEP, findings));
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            for (String name : missing) {
                Found before = Found.in(old, new RelativePath(name));
                put(builder, name, before, gone(at.child(name), before));
            }
            return changed ? builder.build() : old;
        }

        private void put(Tree.Builder builder, String name, Found before, Found now) {
            changed |= !now.isSame(before);
            if (now.folder() != null) {
                builder.put(name, now.folder());
            } else if (now.entry() != null) {
                builder.put(name, now.entry());
            }
        }
    }
}
