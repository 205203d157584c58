package dev.devsync.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compares with moby's definition, written down as plainly as possible. Each pattern is a regular expression. For a
/// path
/// the patterns are asked in their order, and each has an answer that is remembered for what is below:
///
/// 1. yes, if its answer for the folder above was yes;
/// 2. no, if it ignores and the path is ignored already, or if it is an exception and the path is not ignored yet;
/// 3. else whether the expression matches the path.
///
/// Each yes makes the path ignored, or not ignored if it is an exception's.
class DockerIgnorePropertyTest {

    private static final long SEED = Long.getLong("devsync.seed", System.nanoTime());

    @Test
    void decidesAsTheDefinitionAndPrunesNothingThatTakesPart() throws Exception {
        System.out.println("DockerIgnorePropertyTest: replay with -Ddevsync.seed=" + SEED);
        Random random = new Random(SEED);
        List<String> paths = paths("", 4);
        for (int round = 0; round < 400; round++) {
            List<String> patterns = patterns(random);
            DockerIgnore rules = DockerIgnore.parse("f", String.join("\n", patterns));
            for (String path : paths) {
                Verdict verdict = rules.decide(path, Kind.OTHER);
                assertThat(verdict == Verdict.IGNORED)
                        .as("%s on %s, seed %s", patterns, path, SEED)
                        .isEqualTo(isIgnored(patterns, path));
                Verdict asFolder = rules.decide(path, Kind.DIRECTORY);
                assertThat(asFolder == Verdict.SELECTED).isEqualTo(verdict == Verdict.SELECTED);
                if (asFolder == Verdict.IGNORED) {
                    assertThat(paths.stream().filter(p -> p.startsWith(path + "/")))
                            .as("below %s by %s, seed %s", path, patterns, SEED)
                            .allMatch(p -> isIgnored(patterns, p));
                }
            }
        }
    }

    private static List<String> paths(String above, int depth) {
        List<String> paths = new ArrayList<>();
        for (String name : List.of("a", "ab", ".b")) {
            paths.add(above + name);
            if (depth > 1) {
                paths.addAll(paths(above + name + "/", depth - 1));
            }
        }
        return paths;
    }

    private static List<String> patterns(Random random) {
        List<String> segments = List.of("a", "ab", ".b", "*", "**", "a*", "*b", "?", "a?", "[a-b]", "**b", "a**", ".*");
        List<String> patterns = new ArrayList<>();
        int lines = 1 + random.nextInt(4);
        for (int i = 0; i < lines; i++) {
            List<String> parts = new ArrayList<>();
            int depth = 1 + random.nextInt(3);
            for (int j = 0; j < depth; j++) {
                parts.add(segments.get(random.nextInt(segments.size())));
            }
            patterns.add((random.nextInt(3) == 0 ? "!" : "") + String.join("/", parts));
        }
        return patterns;
    }

    private record Answers(boolean ignored, List<Boolean> yes) {}

    private static boolean isIgnored(List<String> patterns, String path) {
        return answers(patterns, path).ignored;
    }

    private static Answers answers(List<String> patterns, String path) {
        int slash = path.lastIndexOf('/');
        Answers above = slash < 0
                ? new Answers(false, Collections.nCopies(patterns.size(), false))
                : answers(patterns, path.substring(0, slash));
        boolean ignored = false;
        List<Boolean> yes = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i);
            boolean exception = pattern.startsWith("!");
            boolean answer;
            if (above.yes.get(i)) {
                answer = true;
            } else if (exception ? !ignored : ignored) {
                answer = false;
            } else {
                answer = regex(exception ? pattern.substring(1) : pattern)
                        .matcher(path)
                        .matches();
            }
            yes.add(answer);
            if (answer) {
                ignored = !exception;
            }
        }
        return new Answers(ignored, yes);
    }

    private static Pattern regex(String pattern) {
        if (pattern.startsWith("**") && !pattern.substring(2).matches(".*[*?\\[].*")) {
            // Nothing special after the stars: ends with the rest.
            String rest = pattern.substring(2);
            String quoted = Pattern.quote(rest);
            return Pattern.compile(
                    rest.startsWith("/") ? "(.*" + quoted + ")|" + Pattern.quote(rest.substring(1)) : ".*" + quoted);
        }
        return Pattern.compile(pattern.replace(".", "\\.")
                .replaceAll("\\*\\*/?$", "\u0001")
                .replaceAll("\\*\\*/?", "\u0002")
                .replace("*", "[^/]*")
                .replace("?", "[^/]")
                .replace("\u0001", ".*")
                .replace("\u0002", "(.*/)?"));
    }
}
