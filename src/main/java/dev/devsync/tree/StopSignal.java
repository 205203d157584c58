package dev.devsync.tree;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// How a process is asked to end, and for how long it may take.
///
/// @param signal the name without `SIG`, as `kill` takes it: `TERM`
/// @param grace after so long it is killed
public record StopSignal(String signal, Duration grace) {

    /// The names that every POSIX `kill` knows, and WINCH, which some servers end softly by.
    private static final Set<String> KNOWN = Set.of(
            "HUP", "INT", "QUIT", "ABRT", "KILL", "ALRM", "TERM", "USR1", "USR2", "CONT", "STOP", "TSTP", "WINCH");

    /// As `docker stop` does, but for the 10 seconds: a developer waits.
    public static final StopSignal DEFAULT = new StopSignal("TERM", Duration.ofSeconds(5));

    public StopSignal {
        if (!KNOWN.contains(signal)) {
            throw new IllegalArgumentException("no signal: " + signal);
        }
    }

    /// The name of a signal as `kill` takes it.
    ///
    /// @param written as people write it: `SIGTERM`, `term`
    /// @throws IllegalArgumentException if there is no such signal
    public static String name(String written) {
        String upper = written.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException("`%s` is no signal that can be sent".formatted(written));
        }
        return name;
    }
}
