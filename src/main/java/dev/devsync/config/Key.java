package dev.devsync.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Every key of the file, and where it stands: the one table that reading, suggestions and the JSON Schema's test
/// go by. To add a key, add it here, read it in the reader of its section, and describe it in the schema.
enum Key {
    NAME(Section.FILE),
    TOOLBOX(Section.FILE),
    SERVICES(Section.FILE),

    CONTAINER(Section.SERVICE, Section.HOOKS),
    LABEL(Section.SERVICE),
    POD(Section.SERVICE),
    NAMESPACE(Section.SERVICE),
    CONTEXT(Section.SERVICE),
    LOCAL(Section.SERVICE),
    RELAY(Section.SERVICE),
    SYNC(Section.SERVICE),
    BUILD(Section.SERVICE),
    RUN(Section.SERVICE),
    COMMAND(Section.STEP, Section.READY),
    ENV(Section.SERVICE, Section.STEP),
    ENV_FILE(Section.SERVICE),
    WORKING_DIR(Section.SERVICE, Section.STEP),
    USER(Section.SERVICE, Section.STEP),
    STOP_SIGNAL(Section.SERVICE),
    STOP_GRACE_PERIOD(Section.SERVICE),
    RESTART(Section.SERVICE),
    READY(Section.SERVICE),
    QUIET(Section.SERVICE),
    ON(Section.SERVICE),
    POST_SYNC(Section.SERVICE),
    DEPENDS_ON(Section.SERVICE),

    TCP(Section.READY),
    HTTP(Section.READY),
    LOG(Section.READY),
    TIMEOUT(Section.STEP, Section.READY),
    INPUTS(Section.STEP),
    OUTPUTS(Section.STEP),

    CHANGED(Section.RULE),
    EXEC(Section.RULE),
    ACTION(Section.RULE),
    SIGNAL(Section.RULE),

    HOST(Section.HOOKS),

    ADDRESS(Section.RELAY),
    TOKEN_FILE(Section.RELAY),
    TLS(Section.RELAY),
    CA(Section.RELAY),
    FINGERPRINT(Section.RELAY),

    PATH(Section.SYNC),
    TARGET(Section.SYNC),
    IGNORE(Section.SYNC),
    INCLUDE(Section.SYNC),
    GITIGNORE(Section.SYNC),
    MODE(Section.SYNC),
    OWNER(Section.SYNC),
    MAX_DELETE(Section.SYNC),
    VERIFY_EVERY(Section.SYNC),
    WATCH(Section.SYNC);

    private final Section section;
    private final Section other;

    Key(Section section) {
        this(section, section);
    }

    Key(Section section, Section other) {
        this.section = section;
        this.other = other;
    }

    /// Where the key may stand: at least one.
    Set<Section> sections() {
        return EnumSet.of(section, other);
    }

    /// The key as it is written in the file.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words(Section section) {
        return Arrays.stream(values())
                .filter(key -> key.section == section || key.other == section)
                .map(Key::word)
                .toList();
    }

    @Override
    public String toString() {
        return "`" + word() + "`";
    }
}
