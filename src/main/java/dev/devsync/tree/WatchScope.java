package dev.devsync.tree;

import java.util.List;

/// What a rule of Compose's `develop.watch` looks at: a folder with what is in it, or one file.
///
/// @param under the folder or file, from wherever the scope is used; the root for everything
/// @param ignore what does not count: patterns in the syntax of a `.dockerignore` file, from `under`
/// @param include what counts alone, in the same syntax; empty for everything
public record WatchScope(RelativePath under, List<String> ignore, List<String> include) {
    public WatchScope {
        ignore = List.copyOf(ignore);
        include = List.copyOf(include);
    }

    /// A file, or a folder with all that is in it.
    public static WatchScope of(RelativePath under) {
        return new WatchScope(under, List.of(), List.of());
    }

    /// The same scope, seen from a folder further up.
    ///
    /// @param folder what lies between there and here
    public WatchScope below(RelativePath folder) {
        if (folder.isRoot() || under.isRoot()) {
            return new WatchScope(folder.isRoot() ? under : folder, ignore, include);
        }
        return new WatchScope(new RelativePath(folder.raw() + "/" + under.raw()), ignore, include);
    }
}
