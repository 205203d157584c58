package dev.devsync.select;

import dev.devsync.tree.RelativePath;

/// Decides which paths take part in a sync. The same selector decides at the first fill, live, and in `verify`.
public interface Selector {

    /// Takes everything.
    Selector ALL = (path, kind) -> Verdict.SELECTED;

    /// What a path is; rules can be for folders only.
    enum Kind {
        DIRECTORY,
        OTHER
    }

    /// What becomes of a path.
    enum Verdict {
        /// Takes part.
        SELECTED,
        /// A folder that does not take part itself, but something in it may: it is entered, and kept only if
        /// something in it is selected.
        PASSAGE,
        /// Does not take part; nothing below it does, so it is neither entered nor watched.
        IGNORED
    }

    /// @param path below the source's root, never the root; everything above it was not [Verdict#IGNORED]
    /// @param kind what it is; a link to a folder is [Kind#OTHER]
    Verdict decide(RelativePath path, Kind kind);

    /// As [#decide], but also right when a folder above the path is ignored.
    default Verdict decideWithParents(RelativePath path, Kind kind) {
        for (RelativePath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (decide(above, Kind.DIRECTORY) == Verdict.IGNORED) {
                return Verdict.IGNORED;
            }
        }
        return decide(path, kind);
    }
}
