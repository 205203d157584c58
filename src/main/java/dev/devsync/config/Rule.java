package dev.devsync.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows when certain files change. Of a service's rules the first that matches a path decides on it.
///
/// @param changed patterns in gitignore syntax, relative to the source; at least one
/// @param exec run in the target before the action; null for nothing
/// @param action what follows then
/// @param signal its name without `SIG`; null unless the action is [Action#SIGNAL]
/// @param line where it stands in the file, from 1; 0 if it was detected and stands nowhere
public record Rule(
        List<String> changed,
        @Nullable Step exec,
        Action action,
        @Nullable String signal,
        int line) {
    public Rule {
        changed = List.copyOf(changed);
    }
}
