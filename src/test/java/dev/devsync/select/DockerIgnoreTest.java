package dev.devsync.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What moby's patternmatcher makes of these, case by case. Patterns are separated by spaces.
class DockerIgnoreTest {

    private static DockerIgnore file(String... lines) throws BadPatternException {
        return DockerIgnore.parse(".dockerignore", String.join("\n", lines));
    }

    private static Verdict decide(String patterns, String path) throws BadPatternException {
        boolean folder = path.endsWith("/");
        return file(patterns.split(" "))
                .decide(folder ? path.substring(0, path.length() - 1) : path, folder ? Kind.DIRECTORY : Kind.OTHER);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                // plain names match from the root, and all below them
                "foo, foo",
                "foo, foo/bar",
                "foo/bar, foo/bar/baz/qux",
                "foo/bar, foo/bar",
                // cleaned: slashes and dots
                "/foo, foo",
                "foo/, foo",
                "/foo/, foo/a",
                "./foo, foo",
                "foo//bar, foo/bar",
                "foo/../bar, bar",
                "foo/./bar, foo/bar",
                "//foo, foo",
                "/../foo, foo",
                // * and ? within a segment
                "*, foo",
                "*, .foo",
                "*, foo/bar",
                "*.go, a.go",
                "*.go, .go",
                "a/*, a/b",
                "a/*, a/b/c",
                "a/*, a/.b",
                "*/temp*, a/temporary",
                "*/temp*, a/temp/x",
                "*/*/temp*, a/b/temp",
                "temp?, tempa",
                "temp?, tempé",
                "a*, ab/c",
                "a*b*c/d, axbyc/d",
                ".*, .foo",
                "*c, abc",
                "abc?def, abcZdef",
                // **
                "**, a",
                "**, a/b/c",
                "**/, a",
                "**/foo, foo",
                "**/foo, a/foo",
                "**/foo, a/b/foo",
                "**/foo, a/foo/b",
                "**foo, foo",
                "**foo, a/foo",
                "**foo, barfoo",
                "**foo, a/barfoo",
                "**/foo*, a/b/foo.txt",
                "**/*.go, a.go",
                "**/*.go, a/b.go",
                "**/**/*.go, a/b/c.go",
                "foo/**, foo/a",
                "foo/**, foo/a/b",
                "foo/**/bar, foo/bar",
                "foo/**/bar, foo/a/b/bar",
                "a**, abc",
                "a**, a/b",
                "a**/*.go, a/b.go",
                "a**/*.go, a/b/c/d.go",
                "**/foo/bar, x/foo/bar",
                "**/foo/bar, foo/bar",
                "**/.foo, .foo",
                "**/dir/**, a/dir/b",
                "a/*.txt**, a/file.txt",
                "**/**, a/b",
                "**/foo/*, a/foo/b",
                "a**b, ab",
                "a**b, ax/b",
                // classes and escapes
                "a[b-d]e, ace",
                "a[^b-d]e, aze",
                "ab[c], abc",
                "[a-ζ]*, α",
                "😀*, 😀a",
                "😀, 😀",
                "a[^x]b, a/b",
                "[\\]a], ]",
                "[x\\-], -",
                "a\\*b, a*b",
                "a\\\\, a\\",
                "\\#a, #a",
                "a\\?, a?",
                "[a-c][0-9], b7",
                // nothing that a regular expression would read is special
                "a.|)$(}+{bc, a.|)$(}+{bc",
                "dist/p-2.4.0rc3+g08.whl, dist/p-2.4.0rc3+g08.whl",
                "a(b)c, a(b)c",
                "a^b, a^b",
                // the last that matches decides
                "!a a, a",
                "** !a a/b, a/b",
                // an exception that had nothing to undo at a folder does not hold for what is below it
                "[a-b]/**/ab !/a, a/ab",
                "[a-b]/**/ab !/a, a/b/ab",
                "**/*.o !a, a/b.o",
                "**/*.o !a/b, a/b/c.o",
                "a/b !a, a/b",
                "a/b !a, a/b/c",
                "**/x !a !b, a/x"
            })
    void ignored(String patterns, String path) throws Exception {
        assertThat(decide(patterns, path)).isEqualTo(Verdict.IGNORED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                // anchored at the root, unlike git
                "foo, a/foo",
                "*.go, a/b.go",
                "*/foo, foo",
                "*/foo, a/b/foo",
                "a/*.go, a/b/c.go",
                "foo, foobar",
                "foo, fo",
                // case, dots, separators
                "foo, Foo",
                "*.GO, a.go",
                "abc.def, abcZdef",
                ".*, foo",
                "a?b, a/b",
                "a*b, a/b",
                "abc?def, abcdef",
                "a*/b, a/c/b",
                "temp?, temp",
                // **
                "foo/**, foo",
                "**/foo, afoo",
                "**/.foo, bar.foo",
                "**/**/*.txt2, a/b.txt",
                "foo/**/bar, foobar",
                "a**b, axb",
                "**/foo/*, foo",
                // classes and escapes
                "a[b-d]e, ae",
                "a[b-d]e, aae",
                "ab[^c], abc",
                "a\\*b, axb",
                "a\\*b, ab",
                "[x\\-], z",
                "[!a], b",
                // comments, blank lines, patterns that can name nothing
                "#foo, #foo",
                "., a",
                "/, a",
                ".., a",
                "../a, a",
                "a/.., b",
                // exceptions
                "docs !docs/README.md, docs/README.md",
                "docs/ !docs/README.md, docs/README.md",
                "docs/* !docs/README.md, docs/README.md",
                "*.go !a.go, a.go",
                "* !src, src/a/b",
                "** !util/web, util/web/foo",
                "* !/src/, src/a",
                "a !a, a",
                "*.md !README*.md !README-secret.md, README-secret.md",
                "!a, a",
                "** !**/*.go, a/b.go",
                "* !*/, a",
                "a /!a, a",
                // an exception that did undo something at a folder holds for all below it, and whatever comes later
                // only where it would change the answer
                "* !a, a/b",
                "* !a **/x !a/x, a/x",
                "a !a a/b !a/b, a/b/c",
                "**/*.o !a/b.o, a/b.o",
                "**/*.o !**/*.o, a/b.o",
                // so a line that says again what was ignored already says nothing
                "docs !docs/README.md docs, docs/README.md"
            })
    void notIgnored(String patterns, String path) throws Exception {
        assertThat(decide(patterns, path)).isEqualTo(Verdict.SELECTED);
    }

    @ParameterizedTest
    @CsvSource({
        // some exception after the pattern may reinstate something below
        "* !src/app, src/, PASSAGE",
        "* !src/app, lib/, IGNORED",
        "* !src/app, srcx/, IGNORED",
        "* !src/app, src, IGNORED",
        "* !src/app, src/lib/, IGNORED",
        "* !src, src/, SELECTED",
        "* !src, lib/, IGNORED",
        "* !**/*.go, lib/, PASSAGE",
        "* !**/*.go, lib/deep/, PASSAGE",
        "* !a*/b, ax/, PASSAGE",
        "* !a*/b, ax/c/, IGNORED",
        "* !a*/b, bx/, IGNORED",
        "** !src/**, src/, PASSAGE",
        "** !src/**, src/a/, SELECTED",
        "** !src/**, lib/, IGNORED",
        "* !src/**/x, src/a/b/, PASSAGE",
        "node_modules, node_modules/, IGNORED",
        "node_modules !src, node_modules/, IGNORED",
        "docs !docs/README.md, docs/, PASSAGE",
        "docs !docs/README.md, docs/img/, IGNORED",
        // an exception before it reinstates nothing
        "!src/app *, src/, IGNORED",
        "* !src/app src/app, src/, PASSAGE",
        "* !src src, src/, IGNORED",
        // what is ignored already is not ignored once more
        "* !src/app src, src/, PASSAGE"
    })
    void aFolderIsPrunedOnlyIfNothingInItCanComeBack(String patterns, String folder, Verdict verdict) throws Exception {
        assertThat(decide(patterns, folder)).isEqualTo(verdict);
    }

    @Test
    void linesAreStripped() throws Exception {
        DockerIgnore rules =
                file("\ufeff#a comment", "", "  foo  ", "\t! foo/bar \r", "a b", "  # no comment", "\u00a0x\u00a0");
        assertThat(rules.decide("foo", Kind.OTHER)).isEqualTo(Verdict.IGNORED);
        assertThat(rules.decide("foo/bar", Kind.OTHER)).isEqualTo(Verdict.SELECTED);
        assertThat(rules.decide("a b", Kind.OTHER)).isEqualTo(Verdict.IGNORED);
        assertThat(rules.decide("# no comment", Kind.OTHER)).isEqualTo(Verdict.IGNORED);
        assertThat(rules.decide("x", Kind.OTHER)).isEqualTo(Verdict.IGNORED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "[      | `[` is never closed with `]`",
                "a[     | `[` is never closed with `]`",
                "[^bc   | `[` is never closed with `]`",
                "[]a]   | a `]` in `[…]` must be written as `\\]`",
                "[-x]   | a `-` in `[…]` must be written as `\\-`",
                "[x-]   | a `]` in `[…]` must be written as `\\]`",
                "[a-b-c] | a `-` in `[…]` must be written as `\\-`",
                "[z-a]  | a range in `[…]` runs backwards",
                "a\\    | nothing follows the `\\` at its end",
                "!      | nothing follows the `!`",
                "!/     | nothing follows the `!`"
            })
    void whatDockerRefusesIsRefused(String pattern, String reason) {
        assertThatExceptionOfType(BadPatternException.class)
                .isThrownBy(() -> file("ok", pattern))
                .withMessage(".dockerignore:2: bad pattern `" + pattern + "`: " + reason);
    }

    @Test
    void aPatternThatCouldExplodeDoesNot() throws Exception {
        DockerIgnore rules = file("**/*a*a*a*a*a*a*a*a*a*a*a*a*b");
        assertThat(rules.decide("x/".repeat(50) + "a".repeat(200), Kind.OTHER)).isEqualTo(Verdict.SELECTED);
    }
}
