package dev.devsync.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.RelativePath;
import dev.devsync.tree.WatchScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which paths rules of `develop.watch` look at.
class WatchRulesTest {

    @TempDir
    private Path context;

    private Path source;

    @BeforeEach
    void beginAtTheContext() {
        source = context;
    }

    private static WatchScope scope(String under, List<String> ignore, List<String> include) {
        return new WatchScope(RelativePath.of(under), ignore, include);
    }

    private static WatchScope scope(String under) {
        return scope(under, List.of(), List.of());
    }

    private List<String> selected(List<WatchScope> scopes, String... files) throws Exception {
        WatchRules rules = WatchRules.load(
                source,
                scopes,
                context,
                List.of(context.resolve("Own.dockerignore"), context.resolve(".dockerignore")));
        return List.of(files).stream()
                .filter(file -> rules.decideWithParents(RelativePath.of(file), Selector.Kind.OTHER)
                        == Selector.Verdict.SELECTED)
                .toList();
    }

    @Test
    void aFolderWithAllThatIsInIt() throws Exception {
        assertThat(selected(List.of(scope("")), "a", "b/c", ".env")).containsExactly("a", "b/c", ".env");
        assertThat(selected(List.of(scope("b")), "a", "b/c", "bc", "b/d/e")).containsExactly("b/c", "b/d/e");
    }

    @Test
    void aSingleFile() throws Exception {
        assertThat(selected(List.of(scope("b/c")), "a", "b/c", "b/cd", "b/c/d", "c"))
                .containsExactly("b/c", "b/c/d");
    }

    @Test
    void whatAnyOfSeveralRulesLooksAt() throws Exception {
        assertThat(selected(
                        List.of(scope("a", List.of("*.log"), List.of()), scope("b"), scope("a/x.log")),
                        "a/x.log",
                        "a/y.log",
                        "a/z",
                        "b/y.log",
                        "c"))
                .containsExactly("a/x.log", "a/z", "b/y.log");
    }

    @Test
    void patternsAreThoseOfADockerignoreFile() throws Exception {
        assertThat(selected(
                        List.of(scope("a", List.of("*.log", "deep/*", "!deep/kept"), List.of())),
                        "a/x.log",
                        "a/b/x.log",
                        "a/deep/gone",
                        "a/deep/kept"))
                .as("a pattern without ** is for one level alone, and ! reinstates")
                .containsExactly("a/b/x.log", "a/deep/kept");
    }

    @Test
    void includeTakesNothingElse() throws Exception {
        assertThat(selected(
                        List.of(scope("", List.of("skip"), List.of("*.go", "web/**/*.css", "lib"))),
                        "a.go",
                        "b/a.go",
                        "web/a/b.css",
                        "web/a/b.js",
                        "lib/deep/x",
                        "skip/a.go"))
                .containsExactly("a.go", "web/a/b.css", "lib/deep/x");
        assertThat(selected(List.of(scope("", List.of(), List.of("*.go", "!x.go"))), "a.go", "x.go"))
                .containsExactly("a.go");
    }

    @Test
    void theContextsIgnoreFileCounts() throws Exception {
        Files.writeString(context.resolve(".dockerignore"), "*\n!src\nsrc/secret\n");
        assertThat(selected(List.of(scope("")), ".env", "src/a", "src/secret")).containsExactly("src/a");
        source = context.resolve("src");
        assertThat(selected(List.of(scope("")), "a", "secret", "deep/secret")).containsExactly("a", "deep/secret");
        source = context.resolve("other");
        assertThat(selected(List.of(scope("")), "a")).isEmpty();
        Files.writeString(context.resolve("Own.dockerignore"), "a\n");
        source = context;
        assertThat(selected(List.of(scope("")), "a", ".env"))
                .as("that of the Dockerfile wins")
                .containsExactly(".env");
    }

    @Test
    void aContextInTheSourceOrApartFromIt() throws Exception {
        Files.writeString(context.resolve(".dockerignore"), "a\n");
        source = Objects.requireNonNull(context.getParent());
        String name = context.getFileName().toString();
        assertThat(selected(List.of(scope("")), "a", name + "/a", name + "/b")).containsExactly("a", name + "/b");
        source = context.resolveSibling("apart");
        assertThat(selected(List.of(scope("")), "a")).containsExactly("a");
    }

    @Test
    void versionControlAndEditorsFilesNeverCount() throws Exception {
        assertThat(selected(
                        List.of(scope("")),
                        ".git/config",
                        "sub/.git/x",
                        "a~",
                        ".a.swp",
                        ".idea/x",
                        "4913",
                        ".gitignore"))
                .containsExactly(".gitignore");
    }

    @Test
    void foldersWithNothingInThemToLookAtAreNotEntered() throws Exception {
        WatchRules rules = WatchRules.load(
                source, List.of(scope("a/b"), scope("c", List.of(), List.of("x/*.go"))), context, List.of());
        assertThat(rules.decide(RelativePath.of("a"), Selector.Kind.DIRECTORY)).isEqualTo(Selector.Verdict.PASSAGE);
        assertThat(rules.decide(RelativePath.of("z"), Selector.Kind.DIRECTORY)).isEqualTo(Selector.Verdict.IGNORED);
        assertThat(rules.decide(RelativePath.of("c/x"), Selector.Kind.DIRECTORY))
                .isEqualTo(Selector.Verdict.PASSAGE);
        assertThat(rules.decide(RelativePath.of("c/y"), Selector.Kind.DIRECTORY))
                .isEqualTo(Selector.Verdict.IGNORED);
    }
}
