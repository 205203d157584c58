package dev.devsync.tree;

/// A place in a [Tree]: a leaf or a folder with what is in it. Immutable, so that trees can share them.
sealed interface Node permits Leaf, Branch {

    Entry entry();

    /// How many files and links there are, itself included.
    long files();

    /// The size of all files, in bytes.
    long bytes();
}
