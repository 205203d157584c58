package dev.devsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A map that names what is gone is worse than none: every class, file and folder that the documents name exists.
class DocsTest {

    private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+");
    private static final Pattern FILE = Pattern.compile("(?:docs|src|examples|\\.ci)/[\\w./-]*\\w|[\\w-]+\\.(?:sh|md)");

    /// Words that look like classes and are other people's.
    private static final Set<String> FOREIGN = Set.of("GitHub", "JetBrains", "OrbStack", "PathNotFound");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                    docs.filter(path -> path.toString().endsWith(".md")).toList().stream(),
                    Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void names_only_what_exists(Path document) throws IOException {
        Set<String> sources = sources();
        String text = Files.readString(document);
        List<String> missing = CODE.matcher(text)
                .results()
                .map(MatchResult::toString)
                .map(word -> word.substring(1, word.length() - 1))
                .filter(word -> CLASS.matcher(word).matches())
                .filter(word -> !FOREIGN.contains(word) && !sources.contains(word + ".java"))
                .toList();
        assertThat(missing).as("classes that %s names", document).isEmpty();
        String prose = text.replaceAll("(?m)^ {4}.*$", ""); // transcripts name other people's files
        List<String> files = FILE.matcher(prose)
                .results()
                .map(MatchResult::group)
                .filter(name -> !Files.exists(Path.of(name)) && !sources.contains(name))
                .toList();
        assertThat(files).as("files that %s names", document).isEmpty();
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src"))) {
            return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
