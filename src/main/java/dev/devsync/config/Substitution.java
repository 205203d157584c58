package dev.devsync.config;

import java.util.Optional;
import java.util.function.Function;

/// Puts variables into text as Compose does: `$NAME`, `${NAME}`, with `:-`, `-`, `:+`, `+`, `:?` and `?`, nested;
/// `$$` is a dollar.
public final class Substitution {

    /// What a dollar is that begins none of these.
    public enum LoneDollar {
        /// Text, as in a file of variables.
        KEPT,
        /// A mistake, as in a compose file.
        REFUSED
    }

    /// Told what cannot be substituted.
    @FunctionalInterface
    public interface Trouble {
        void tell(String message, String advice);
    }

    private final Function<String, Optional<String>> variables;
    private final LoneDollar loneDollar;
    private final Trouble trouble;

    /// @param variables the value of a variable; empty if it is not set
    public Substitution(Function<String, Optional<String>> variables, LoneDollar loneDollar, Trouble trouble) {
        this.variables = variables;
        this.loneDollar = loneDollar;
        this.trouble = trouble;
    }

    /// The text with the values of its variables; what could not be read is left out and told.
    public String expand(String text) {
        StringBuilder expanded = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (text.charAt(i) != '$') {
                expanded.append(text.charAt(i++));
            } else if (next == '$') {
                expanded.append('$');
                i += 2;
            } else if (next == '{') {
                int end = closingBrace(text, i + 2);
                if (end < 0) {
                    trouble.tell("${ is opened and never closed", "close it with }, or write $$ for a dollar");
                    return "";
                }
                expanded.append(braced(text.substring(i + 2, end)));
                i = end + 1;
            } else {
                int end = endOfName(text, i + 1);
                expanded.append(end == i + 1 ? lone() : value(text.substring(i + 1, end)));
                i = end;
            }
        }
        return expanded.toString();
    }

    private String lone() {
        if (loneDollar == LoneDollar.REFUSED) {
            trouble.tell("a `$` is followed by no variable's name", "write $$ for a dollar");
        }
        return "$";
    }

    private String value(String name) {
        return variables.apply(name).orElse("");
    }

    private static int endOfName(String text, int from) {
        int end = from;
        while (end < text.length() && isOfName(text.charAt(end), end == from)) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c, boolean first) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
    }

    private static int closingBrace(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '}') {
                depth--;
            } else if (text.startsWith("${", i)) {
                depth++;
            }
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /// @param inner what stands between the braces
    private String braced(String inner) {
        int end = endOfName(inner, 0);
        String name = inner.substring(0, end);
        String operator = inner.substring(end);
        boolean emptyCounts = operator.startsWith(":");
        if (emptyCounts) {
            operator = operator.substring(1);
        }
        Optional<String> known = name.isEmpty() ? Optional.empty() : variables.apply(name);
        known = known.filter(value -> !value.isEmpty() || !inner.startsWith(":", end));
        if (operator.isEmpty() && !emptyCounts && !name.isEmpty()) {
            return known.orElse("");
        }
        String word = operator.isEmpty() ? "" : operator.substring(1);
        return switch (name.isEmpty() || operator.isEmpty() ? ' ' : operator.charAt(0)) {
            case '-' -> known.isPresent() ? known.get() : expand(word);
            case '+' -> known.isPresent() ? expand(word) : "";
            case '?' -> {
                if (known.isEmpty()) {
                    trouble.tell(
                            "the variable `%s` is needed".formatted(name) + (word.isEmpty() ? "" : ": " + expand(word)),
                            "set it in the environment or in .env");
                }
                yield known.orElse("");
            }
            default -> {
                trouble.tell("`${%s}` cannot be read".formatted(inner), "write ${NAME} or ${NAME:-default}");
                yield "";
            }
        };
    }
}
