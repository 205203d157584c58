package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.report.Style;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command runs in; tests bring their own.
///
/// @param folder the working folder
/// @param home the user's home folder
/// @param style how output may look
record Surroundings(
        PrintStream out, PrintStream err, Map<String, String> environment, Path folder, Path home, Style style) {

    /// The same with other variables.
    Surroundings with(Map<String, String> variables) {
        return new Surroundings(out, err, variables, folder, home, style);
    }

    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                utf8IfAscii(System.out, FileDescriptor.out),
                utf8IfAscii(System.err, FileDescriptor.err),
                environment,
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home")),
                style(environment));
    }

    /// In the C locale Java would print a question mark for every letter that is not ASCII.
    private static PrintStream utf8IfAscii(PrintStream stream, FileDescriptor descriptor) {
        return stream.charset().equals(US_ASCII)
                ? new PrintStream(new FileOutputStream(descriptor), true, UTF_8)
                : stream;
    }

    private static Style style(Map<String, String> environment) {
        // Null in JDK 25 where input or output is not a terminal, an object that says so in JDK 22 to 24.
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && !"dumb".equals(environment.get("TERM"));
        if (!terminal) {
            return Style.PLAIN;
        }
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Style.COLOUR : Style.TERMINAL;
    }
}
