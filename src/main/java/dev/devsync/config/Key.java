package dev.devsync.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Every key of the file, and where it stands: the one table that reading, suggestions and the JSON Schema's test
/// go by. To add a key, add it here, read it in the reader of its section, and describe it in the schema.
enum Key {
    NAME(Section.FILE),
    TOOLBOX(Section.FILE),
    SERVICES(Section.FILE),

    CONTAINER(Section.SERVICE),
    LABEL(Section.SERVICE),
    LOCAL(Section.SERVICE),
    SYNC(Section.SERVICE),

    PATH(Section.SYNC),
    TARGET(Section.SYNC),
    IGNORE(Section.SYNC),
    INCLUDE(Section.SYNC),
    GITIGNORE(Section.SYNC),
    MODE(Section.SYNC),
    OWNER(Section.SYNC);

    private final Section section;

    Key(Section section) {
        this.section = section;
    }

    Section section() {
        return section;
    }

    /// The key as it is written in the file.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words(Section section) {
        return Arrays.stream(values())
                .filter(key -> key.section == section)
                .map(Key::word)
                .toList();
    }

    @Override
    public String toString() {
        return "`" + word() + "`";
    }
}
