package dev.devsync.config;

/// A kind of mapping in the file, with keys of its own ([Key]).
enum Section {
    FILE("at the top of the file"),
    SERVICE("in a service"),
    SYNC("in a sync"),
    STEP("in a command that is written as a mapping"),
    READY("in `ready`"),
    RULE("in a rule of `on`"),
    HOOKS("in `post_sync`"),
    RELAY("in `relay`");

    private final String place;

    Section(String place) {
        this.place = place;
    }

    /// Where it stands, for messages.
    String place() {
        return place;
    }
}
