package dev.devsync.config;

import dev.devsync.tree.StopSignal;
import org.jspecify.annotations.Nullable;

/// Reads keys that name a signal.
final class SignalName {

    private SignalName() {}

    /// The name without `SIG`; null if the key is not there, or with a problem if it names none.
    static @Nullable String read(YamlMapping mapping, Key key, Problems problems) {
        String written = mapping.text(key);
        if (written == null) {
            return null;
        }
        try {
            return StopSignal.name(written);
        } catch (IllegalArgumentException e) {
            problems.at(mapping.place(key), key + ": " + e.getMessage(), "write its name, as in SIGTERM or SIGHUP");
            return null;
        }
    }
}
