package dev.devsync.session;

/// Why a service has nothing that runs.
///
/// @param state the same as long as nothing has changed, however much time passes
/// @param text for people; it may say how long ago something happened
record Absence(String state, String text) {

    /// Something runs.
    static final Absence NONE = of("");

    /// A text that time does not change.
    static Absence of(String text) {
        return new Absence(text, text);
    }

    boolean isSameAs(Absence other) {
        return state.equals(other.state);
    }
}
