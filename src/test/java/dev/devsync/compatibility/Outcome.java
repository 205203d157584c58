package dev.devsync.compatibility;

/// What comes of a combination, and what the page says about it.
enum Outcome {
    WORKS("yes", "Nothing has to be configured."),
    TOOLBOX(
            "yes, toolbox",
            "Nothing has to be configured; devsync brings its toolbox (docs/images-without-a-shell.md)."),
    WITH_OWNER(
            "with `owner`",
            "The container's user may not write there, and devsync says so: `... is not writable for ...`. It works with"
                    + " `owner: \"1000:1000\"` for the sync, which was tried. Other ways out: run the container as a user"
                    + " that may write there, or choose a target that this user can write."),
    WITH_OWNER_AND_TOOLBOX("with `owner`, toolbox", "Both of these."),
    READ_ONLY(
            "no: read-only",
            "devsync says `... is on a read-only file system in the container`. Mount a volume or a tmpfs there, or take"
                    + " `read_only` off the service."),
    NO_PLACE_FOR_TOOLBOX(
            "no: no place for the toolbox",
            "The toolbox cannot go into a tmpfs, and nothing else can be written to: devsync says so. Mount a volume,"
                    + " anywhere: the toolbox goes into it."),
    NO_SUCH_USER(
            "no: no such user",
            "The engine does not start such a container: an image without /etc/passwd has no users with names. Give the"
                    + " user by number.");

    private final String word;
    private final String meaning;

    Outcome(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /// What is in the table.
    String word() {
        return word;
    }

    /// What it means and what can be done.
    String meaning() {
        return meaning;
    }
}
