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
final class DotenvFile {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Map<String, String> host;
    private final Problems problems;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String text = "";
    private int at;

    /// @param host this process's variables, which win in `${NAME}`, as in Compose
    DotenvFile(Map<String, String> host, Problems problems) {
        this.host = host;
        this.problems = problems;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// The variables, in the file's order. What is wrong is noted with its line.
    Map<String, String> read(Path file) {
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

    /// Replaces `$NAME`, `${NAME}` and its forms with a default; `$$` is a dollar.
    private String expand(String value, int start) {
        StringBuilder expanded = new StringBuilder();
        int i = 0;
        while (i < value.length()) {
            char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
            if (value.charAt(i) != '$') {
                expanded.append(value.charAt(i++));
            } else if (next == '$') {
                expanded.append('$');
                i += 2;
            } else if (next == '{') {
                int end = closingBrace(value, i + 2);
                if (end < 0) {
                    problem(start, "${ is opened and never closed", "close it with }, or write $$ for a dollar");
                    return "";
                }
                expanded.append(substitute(value.substring(i + 2, end), start));
                i = end + 1;
            } else {
                int end = i + 1;
                while (end < value.length()
                        && (Character.isLetterOrDigit(value.charAt(end)) || value.charAt(end) == '_')) {
                    end++;
                }
                expanded.append(
                        end == i + 1 ? "$" : known(value.substring(i + 1, end)).orElse(""));
                i = end;
            }
        }
        return expanded.toString();
    }

    private static int closingBrace(String value, int from) {
        int depth = 1;
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) == '}') {
                depth--;
            } else if (value.startsWith("${", i)) {
                depth++;
            }
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /// @param inner what stands between the braces
    private String substitute(String inner, int start) {
        int end = 0;
        while (end < inner.length() && (Character.isLetterOrDigit(inner.charAt(end)) || inner.charAt(end) == '_')) {
            end++;
        }
        String name = inner.substring(0, end);
        String operator = inner.substring(end);
        boolean emptyCounts = operator.startsWith(":");
        if (emptyCounts) {
            operator = operator.substring(1);
        }
        Optional<String> known = known(name).filter(value -> !emptyCounts || !value.isEmpty());
        if (operator.isEmpty() && !emptyCounts) {
            return known.orElse("");
        }
        String word = operator.isEmpty() ? "" : operator.substring(1);
        return switch (operator.isEmpty() ? ' ' : operator.charAt(0)) {
            case '-' -> known.isPresent() ? known.get() : expand(word, start);
            case '+' -> known.isPresent() ? expand(word, start) : "";
            case '?' -> {
                if (known.isEmpty()) {
                    problem(start, "the variable `%s` is needed: %s".formatted(name, word), "set it");
                }
                yield known.orElse("");
            }
            default -> {
                problem(start, "`${%s}` cannot be read".formatted(inner), "write ${NAME} or ${NAME:-default}");
                yield "";
            }
        };
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
