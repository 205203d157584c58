package dev.devsync.session;

/// Why a service has nothing that runs.
///
/// @param state the same as long as nothing has changed, however much time passes
/// @param text for people; it may say how long ago something happened
/// @param subject the container that the text is about; empty if it is about no single one
record Absence(String state, String text, String subject) {

    /// Something runs.
    static final Absence NONE = of("");

    /// A text that time does not change.
    static Absence of(String text) {
        return new Absence(text, text, "");
    }

    /// Why a container has gone, as far as that is known.
    String reasonFor(String container) {
        return subject.isEmpty() || subject.equals(container) ? text : "its container stopped";
    }

    boolean isSameAs(Absence other) {
        return state.equals(other.state);
    }
}
