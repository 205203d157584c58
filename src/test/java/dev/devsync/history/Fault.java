package dev.devsync.history;

/// Harm that is done at some point of a history. If it lasts, it lasts until the next check.
///
/// @param number how many bytes may pass before a cut
record Fault(FaultKind what, int number) implements Step {

    @Override
    public String kind() {
        return what.toString();
    }
}
