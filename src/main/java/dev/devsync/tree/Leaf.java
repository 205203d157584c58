package dev.devsync.tree;

/// A file or a link.
record Leaf(Entry entry) implements Node {
    @Override
    public long files() {
        return 1;
    }

    @Override
    public long bytes() {
        return entry instanceof Entry.File file ? file.size() : 0;
    }
}
