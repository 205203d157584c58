package dev.devsync.config.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations of tools for which a bare number is milliseconds.
final class Milliseconds {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ns|us|ms|s|m)?");

    private Milliseconds() {}

    static Optional<Duration> of(JsonNode node) {
        Matcher text = TEXT.matcher(node.asText().strip());
        if (!node.isValueNode() || !text.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(text.group(1));
        double nanos = switch (text.group(2) == null ? "ms" : text.group(2)) {
            case "ns" -> number;
            case "us" -> number * 1e3;
            case "ms" -> number * 1e6;
            case "s" -> number * 1e9;
            default -> number * 60e9;
        };
        return Optional.of(Duration.ofMillis(Math.round(nanos / 1e6)));
    }
}
