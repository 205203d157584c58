package dev.devsync.config.starter;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Text as it is written in YAML, also within `[ ]`.
public final class YamlScalar {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z./_][A-Za-z0-9./_=@+ -]*");
    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ".inf", ".nan", "...");

    private YamlScalar() {}

    public static String of(String text) {
        if (PLAIN.matcher(text).matches()
                && !text.endsWith(" ")
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                && !text.matches("\\.\\d.*")) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
