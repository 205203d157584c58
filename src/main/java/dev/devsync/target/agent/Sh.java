package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;

/// Words for a POSIX shell.
public final class Sh {

    private Sh() {}

    /// A word that the shell takes as these very bytes, whatever they are.
    public static String quote(String raw) {
        return "'" + raw.replace("'", "'\\''") + "'";
    }

    /// A script of ours as it is sent.
    ///
    /// @param home the class that it lies beside
    /// @param name the file's name
    public static String script(Class<?> home, String name) {
        try (InputStream in = home.getResourceAsStream(name)) {
            // Whole-line comments are for us; without them an exec's arguments are a third smaller.
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.stripLeading().startsWith("#"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
