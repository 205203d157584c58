package dev.devsync.config.compose;

import java.util.ArrayList;
import java.util.List;

/// Splits a command that is written as one line, as Compose does: by spaces, with quotes and backslashes, without a
/// shell. A line that needs one (`a && b`, `a > b`) gets one: Compose would drop what comes after `a`.
final class CommandWords {

    private static final String OF_A_SHELL = ";&|<>";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;

    private CommandWords(String line) {
        this.line = line;
    }

    /// The words; none for an empty line.
    static List<String> of(String line) {
        return new CommandWords(line).split();
    }

    private List<String> split() {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                i++;
                put(line.charAt(i));
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    put(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                end();
            } else if (OF_A_SHELL.indexOf(c) >= 0) {
                return List.of("sh", "-c", line.strip());
            } else {
                put(c);
            }
        }
        end();
        return words;
    }

    private void put(char c) {
        word.append(c);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
