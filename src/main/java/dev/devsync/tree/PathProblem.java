package dev.devsync.tree;

/// Trouble with one path. The rest of the delta goes on without it.
///
/// @param path the path in question
/// @param kind what sort of trouble
/// @param detail what the system said, safe to print, without a trailing full stop
public record PathProblem(RelativePath path, Kind kind, String detail) {

    /// The sort of trouble, and with it what happens next.
    public enum Kind {
        /// The host's file cannot be read. It is tried again when it changes or is scanned.
        UNREADABLE,
        /// Neither a file, a folder nor a link (a socket, a device): left out.
        UNSUPPORTED,
        /// Changed while it was read. It is sent again at once.
        CHANGING,
        /// The target has something of its own there that devsync may not remove.
        CONFLICT,
        /// The target would not take it (permissions, a busy file, a full disk). Tried again with a pause.
        REFUSED
    }

    public PathProblem {
        detail = Text.printable(detail);
    }

    @Override
    public String toString() {
        return path.display() + ": " + detail;
    }
}
