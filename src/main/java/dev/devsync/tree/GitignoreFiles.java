package dev.devsync.tree;

/// What becomes of the `.gitignore` files of a source.
public enum GitignoreFiles {
    /// What they ignore takes no part in the sync: `gitignore: true`.
    HONOURED,
    /// They are files like any other: the default, since what git ignores is often what a container needs.
    DISREGARDED
}
