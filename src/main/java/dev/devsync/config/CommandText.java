package dev.devsync.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What is run for a command that is written as one line.
final class CommandText {

    /// Words that no shell does anything with. A shell is left out where it can be: it would stand between devsync
    /// and the app, and some of them keep standing there until the app ends.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./= -]*");

    /// Words that only a shell knows: there is no program of that name.
    private static final Set<String> OF_THE_SHELL = Set.of(
            ".",
            ":",
            "alias",
            "break",
            "case",
            "cd",
            "command",
            "continue",
            "eval",
            "exec",
            "exit",
            "export",
            "for",
            "if",
            "read",
            "readonly",
            "return",
            "set",
            "shift",
            "source",
            "trap",
            "type",
            "ulimit",
            "umask",
            "unset",
            "until",
            "wait",
            "while");

    private CommandText() {}

    /// The program and its arguments.
    static List<String> command(String line) {
        String text = line.strip();
        if (PLAIN.matcher(text).matches()) {
            List<String> words = List.of(text.split(" +"));
            if (!words.getFirst().contains("=") && !OF_THE_SHELL.contains(words.getFirst())) {
                return words;
            }
        }
        return List.of("sh", "-c", text);
    }
}
