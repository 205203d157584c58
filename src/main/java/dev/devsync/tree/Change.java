package dev.devsync.tree;

/// One step of a [Delta].
public sealed interface Change {

    RelativePath path();

    /// Brings an entry into being, or replaces what is there. The folders above it exist or come earlier.
    ///
    /// @param entry what the path shall be
    record Put(RelativePath path, Entry entry) implements Change {}

    /// Gives a file or folder that is otherwise right the mode and, for a file, the time of an entry.
    ///
    /// @param entry a file or a folder
    record SetAttributes(RelativePath path, Entry entry) implements Change {}

    /// Removes what is there. A folder goes only when it is empty by then.
    ///
    /// @param entry what was there
    record Delete(RelativePath path, Entry entry) implements Change {}
}
