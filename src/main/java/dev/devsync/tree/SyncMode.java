package dev.devsync.tree;

/// What a sync may delete in its target. The names are Mutagen's.
public enum SyncMode {
    /// Only what devsync itself wrote there, or found equal to the host's.
    ONE_WAY_SAFE("one-way-safe"),
    /// Everything that the host does not have and that is not ignored: the target mirrors the host.
    ONE_WAY_REPLICA("one-way-replica");

    private final String keyword;

    SyncMode(String keyword) {
        this.keyword = keyword;
    }

    /// The word used in configuration files.
    public String keyword() {
        return keyword;
    }
}
