package dev.devsync.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads keys that hold a duration.
final class DurationReader {

    /// Whether no time at all is a duration that makes sense.
    enum Least {
        ZERO,
        ABOVE_ZERO
    }

    private final Problems problems;

    DurationReader(Problems problems) {
        this.problems = problems;
    }

    /// The key's duration; the default if the key is not there or is wrong.
    @Nullable
    Duration read(YamlMapping mapping, Key key, Least least, @Nullable Duration otherwise) {
        Duration duration = read(mapping, key, least);
        return duration == null ? otherwise : duration;
    }

    private @Nullable Duration read(YamlMapping mapping, Key key, Least least) {
        String text = mapping.text(key);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = DurationText.parse(text);
            if (least == Least.ABOVE_ZERO && duration.isZero()) {
                throw new IllegalArgumentException("is `%s`, which is no time at all".formatted(text));
            }
            return duration;
        } catch (IllegalArgumentException e) {
            problems.at(
                    mapping.place(key),
                    key + " " + e.getMessage(),
                    "write a number and a unit (ms, s, m, h), as in 500ms, 5s or 1m30s");
            return null;
        }
    }
}
