package dev.devsync.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// A file of variables in the syntax that Compose takes for `env_file`: `NAME=value`, comments, `export`, quotes
/// that may span lines, and `${NAME:-default}` outside of single quotes.
public final class DotenvFile {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Map<String, String> host;
    private final Problems problems;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String text = "";
    private int at;

    /// @param host this process's variables, which win in `${NAME}`, as in Compose
    public DotenvFile(Map<String, String> host, Problems problems) {
        this.host = host;
        this.problems = problems;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// The variables, in the file's order. What is wrong is noted with its line.
    public Map<String, String> read(Path file) {
        String read = YamlText.text(file, problems);
        text = read == null ? "" : read.replace("\r\n", "\n");
        for (at = 0; at < text.length(); ) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
                at++;
            } else if (text.charAt(at) == '#') {
                at = endOfLine(at);
            } else {
                variable();
            }
        }
        return variables;
    }

    private void variable() {
        int start = at;
        int end = at;
        while (end < text.length() && "=:\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String name = text.substring(start, end).strip().replaceFirst("^export\\s+", "");
        if (!isName(name)) {
            problem(start, "`%s` is no name for a variable".formatted(name), "write NAME=value");
            at = endOfLine(start);
            return;
        }
        if (end == text.length() || text.charAt(end) == '\n') {
            // A name alone passes the variable on, as it does in Compose.
            at = end;
            put(name, host.get(name));
            return;
        }
        at = end + 1;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        char first = at < text.length() ? text.charAt(at) : '\n';
        put(name, first == '\'' || first == '"' ? quoted(first) : plain());
    }

    private void put(String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    private String plain() {
        int start = at;
        at = endOfLine(start);
        String value = text.substring(start, at);
        if (value.startsWith("#")) {
            return "";
        }
        return expand(value.replaceFirst("\\s#.*", "").strip(), start);
    }

    private @Nullable String quoted(char quote) {
        int start = at;
        StringBuilder raw = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                raw.append(escaped(text.charAt(at), quote));
            } else {
                raw.append(c);
            }
        }
        if (at == text.length()) {
            problem(start, "a quote is opened and never closed", "close it with " + quote);
            return null;
        }
        at++;
        String rest = text.substring(at, endOfLine(at)).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            problem(at, "after the quoted value there is `%s`".formatted(rest), "put the whole value in the quotes");
        }
        at = endOfLine(at);
        return quote == '\'' ? raw.toString() : expand(raw.toString(), start);
    }

    private static String escaped(char c, char quote) {
        if (quote == '\'') {
            return c == '\'' ? "'" : "\\" + c;
        }
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\' -> String.valueOf(c);
            case '$' -> "$$"; // which expand() makes one of
            default -> "\\" + c;
        };
    }

    private String expand(String value, int start) {
        return new Substitution(
                        this::known, Substitution.LoneDollar.KEPT, (message, advice) -> problem(start, message, advice))
                .expand(value);
    }

    private Optional<String> known(String name) {
        return Optional.ofNullable(host.containsKey(name) ? host.get(name) : variables.get(name));
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private void problem(int position, String message, String advice) {
        int line =
                (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
        int column = position - (text.lastIndexOf('\n', position - 1) + 1);
        Mark mark = new Mark("", position, line, column, new int[0], 0);
        problems.at(Optional.of(mark), message, advice);
    }
}
