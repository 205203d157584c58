package dev.devsync.report;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import java.util.ArrayList;
import java.util.List;

/// A delta in numbers, and the first of its paths.
///
/// @param written files and links that were sent
/// @param folders folders that were made
/// @param attributes paths of which only mode or time changed
/// @param deleted files, links and folders that were removed
/// @param bytes the size of the files that were sent, in bytes
/// @param paths the first paths, at most [#SHOWN], deletions last
public record DeltaSummary(
        long written, long folders, long attributes, long deleted, long bytes, List<RelativePath> paths) {

    /// How many paths are kept.
    public static final int SHOWN = 20;

    public static DeltaSummary of(Delta delta) {
        long written = 0;
        long folders = 0;
        long attributes = 0;
        long deleted = 0;
        List<RelativePath> first = new ArrayList<>();
        List<RelativePath> gone = new ArrayList<>();
        for (Change change : delta.changes()) {
            List<RelativePath> paths = change instanceof Change.Delete ? gone : first;
            if (paths.size() < SHOWN) {
                paths.add(change.path());
            }
            switch (change) {
                case Change.Put(RelativePath _, Entry.Directory _) -> folders++;
                case Change.Put _ -> written++;
                case Change.SetAttributes _ -> attributes++;
                case Change.Delete _ -> deleted++;
            }
        }
        first.addAll(gone);
        List<RelativePath> shown = List.copyOf(first.subList(0, Math.min(SHOWN, first.size())));
        return new DeltaSummary(written, folders, attributes, deleted, delta.bytes(), shown);
    }

    /// How many paths changed in all.
    public long changes() {
        return written + folders + attributes + deleted;
    }
}
