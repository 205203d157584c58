package dev.devsync.select;

import java.util.List;

/// What takes no part in any sync unless the user's own list brings it back, in gitignore syntax.
final class DefaultIgnores {

    /// Version control, and the files that last for the moment of a save.
    static final List<String> PATTERNS = List.of(
            ".git",
            // devsync's own staging folders, should the source be the target of another sync.
            ".devsync",
            ".devsync-*",
            // Vim: swap files, backups, and the probe whether a folder can be written to.
            "*.swp",
            "*.swo",
            "*.swx",
            "4913",
            "*~",
            // Emacs: lock links and auto-saves.
            ".#*",
            "\\#*#",
            // JetBrains: safe write.
            "*___jb_tmp___",
            "*___jb_old___",
            "*___jb_bak___",
            // Kate, GNOME (g_file_replace), and what is left of an open file on NFS and FUSE.
            ".*.kate-swp",
            ".goutputstream-*",
            ".nfs*",
            ".fuse_hidden*",
            ".DS_Store");

    private DefaultIgnores() {}
}
