package dev.devsync.session;

/// How it stands with all targets of a session after a wait.
public sealed interface Standing {

    /// They have everything that was asked for.
    record InSync() implements Standing {}

    /// Nothing will come before somebody decides: the source vanished, or too much would be deleted.
    ///
    /// @param why a sentence without its full stop
    record Halted(String why) implements Standing {}

    /// The limit was over first.
    ///
    /// @param why what is missing yet, and where; a sentence without its full stop
    record Late(String why) implements Standing {}
}
