package dev.devsync.history;

import java.io.IOException;
import java.util.List;

/// A folder in which steps change things: on the host, or in memory as the model of it.
///
/// Paths are relative, `/` between names, one character a byte (ISO 8859-1), so that any file name can be said.
interface Place {

    /// A file that no history touches: a source without any file would halt devsync, which is a story of its own.
    String ANCHOR = "anchor";

    /// What can be at a path.
    enum Kind {
        NOTHING,
        FILE,
        FOLDER,
        LINK
    }

    /// Links are not followed.
    Kind at(String path) throws IOException;

    /// What is in a file.
    byte[] read(String file) throws IOException;

    /// Makes a file, or writes it anew in place.
    void write(String path, byte[] content) throws IOException;

    void append(String file, byte[] content) throws IOException;

    void truncate(String file, int size) throws IOException;

    /// Makes a folder in one that is there.
    void folder(String path) throws IOException;

    void link(String path, String target) throws IOException;

    /// Removes what is there, with all below it.
    void delete(String path) throws IOException;

    /// Renames, over what is there if that is no folder.
    void move(String from, String to) throws IOException;

    void chmod(String path, int mode) throws IOException;

    /// A file's time of last change, in nanoseconds since 1970.
    long time(String file) throws IOException;

    /// Sets a file's time of last change.
    ///
    /// @param nanos since 1970
    void touch(String file, long nanos) throws IOException;

    /// All paths below a folder, or below the place itself for an empty path, sorted.
    List<String> below(String folder) throws IOException;

    static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    /// Makes the folders that a path needs.
    ///
    /// @return false if something else is in the way, or something is at the path itself
    default boolean makesRoomFor(String path) throws IOException {
        return at(path) == Kind.NOTHING && makesFolder(parent(path));
    }

    private boolean makesFolder(String path) throws IOException {
        if (path.isEmpty() || at(path) == Kind.FOLDER) {
            return true;
        }
        // Above first: below a file or a link there is nothing to look at.
        if (!makesFolder(parent(path)) || at(path) != Kind.NOTHING) {
            return false;
        }
        folder(path);
        return true;
    }
}
