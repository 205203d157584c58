package dev.devsync.config;

import dev.devsync.tree.WatchScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows when certain files change. Of a service's rules the first that matches a path decides on it.
///
/// A rule of Compose's `develop.watch` has a scope in place of patterns. What no other rule matches is for these: of
/// them each that matches counts.
///
/// @param changed patterns in gitignore syntax, relative to the source; at least one, unless there is a scope
/// @param exec run in the target before the action; null for nothing
/// @param action what follows then
/// @param signal its name without `SIG`; null unless the action is [Action#SIGNAL]
/// @param line where it stands in the file, from 1; 0 if it was detected and stands nowhere
/// @param scope what it looks at in place of `changed`; null for patterns
public record Rule(
        List<String> changed,
        @Nullable Step exec,
        Action action,
        @Nullable String signal,
        int line,
        @Nullable WatchScope scope) {

    /// A rule with patterns.
    public Rule(List<String> changed, @Nullable Step exec, Action action, @Nullable String signal, int line) {
        this(changed, exec, action, signal, line, null);
    }

    /// A rule of `develop.watch`.
    public static Rule of(WatchScope scope, @Nullable Step exec, Action action, int line) {
        return new Rule(List.of(), exec, action, null, line, scope);
    }

    /// The same wherever it stands.
    Rule withoutLine() {
        return new Rule(changed, exec, action, signal, 0, scope);
    }

    public Rule {
        changed = List.copyOf(changed);
    }
}
