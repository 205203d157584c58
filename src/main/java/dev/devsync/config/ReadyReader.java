package dev.devsync.config;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads how it is found out that an app answers.
final class ReadyReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int HIGHEST_PORT = 65_535;
    private static final List<Key> CHECKS = List.of(Key.TCP, Key.HTTP, Key.LOG, Key.COMMAND);

    private final StepReader steps;
    private final DurationReader durations;
    private final Problems problems;

    ReadyReader(StepReader steps, DurationReader durations, Problems problems) {
        this.steps = steps;
        this.durations = durations;
        this.problems = problems;
    }

    /// How it is found out, or null if that cannot be read.
    @Nullable
    Ready read(Node node, String service, StepReader.Defaults defaults) {
        String what = "`ready` of " + service;
        YamlMapping mapping = YamlMapping.of(node, Section.READY, what, problems);
        if (mapping == null) {
            return null;
        }
        Duration timeout =
                Objects.requireNonNull(durations.read(mapping, Key.TIMEOUT, DurationReader.Least.ABOVE_ZERO, TIMEOUT));
        List<Key> said = CHECKS.stream().filter(key -> mapping.get(key) != null).toList();
        if (said.size() != 1) {
            String problem = said.isEmpty()
                    ? what + " says nothing to look at"
                    : "%s has both %s and %s".formatted(what, said.getFirst(), said.getLast());
            problems.at(
                    said.isEmpty() ? node : mapping.place(said.getLast()),
                    problem,
                    "give one of " + CHECKS.stream().map(Key::toString).collect(joining(", ")));
            return null;
        }
        Ready.Check check = check(mapping, said.getFirst(), what, defaults);
        return check == null ? null : new Ready(check, timeout);
    }

    private Ready.@Nullable Check check(YamlMapping mapping, Key key, String what, StepReader.Defaults defaults) {
        YamlMapping.Entry entry = Objects.requireNonNull(mapping.get(key));
        if (key == Key.COMMAND) {
            Step step = steps.read(entry.value(), "`command` of " + what, StepReader.Purpose.READY, defaults);
            return step == null ? null : new Ready.Check.Command(step);
        }
        String text = mapping.text(key);
        if (text == null) {
            return null;
        }
        return switch (key) {
            case TCP -> tcp(text, entry.value());
            case HTTP -> http(text, entry.value());
            default -> log(text, entry.value());
        };
    }

    private Ready.@Nullable Check tcp(String text, Node place) {
        boolean port = text.matches("\\d{1,5}") && Integer.parseInt(text) > 0 && Integer.parseInt(text) <= HIGHEST_PORT;
        if (!port) {
            problems.at(
                    place,
                    "`tcp` is `%s`, which is no port".formatted(text),
                    "write the port that the app listens on in the container: 1 to " + HIGHEST_PORT);
            return null;
        }
        return new Ready.Check.Tcp(Integer.parseInt(text));
    }

    private Ready.@Nullable Check http(String text, Node place) {
        String advice = "write the address as the container sees it, as in http://localhost:8080/healthz";
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return new Ready.Check.Http(text);
            }
            if ("https".equalsIgnoreCase(uri.getScheme())) {
                advice = "ask by http://, or write `command: curl -fsk %s`".formatted(text);
            }
        } catch (URISyntaxException _) {
            // Said below, with all else that is no address.
        }
        problems.at(place, "`http` is `%s`, which is no address that can be asked".formatted(text), advice);
        return null;
    }

    private Ready.@Nullable Check log(String text, Node place) {
        try {
            Pattern.compile(text);
            return new Ready.Check.Log(text);
        } catch (PatternSyntaxException e) {
            problems.at(
                    place,
                    "`log` is `%s`, which is no regular expression: %s".formatted(text, e.getDescription()),
                    "put \\ before characters that are meant as they are, as in \\[ or \\(");
            return null;
        }
    }
}
