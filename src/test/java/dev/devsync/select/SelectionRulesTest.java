package dev.devsync.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionRulesTest {

    @TempDir
    private Path root;

    private Selected rules;

    @BeforeEach
    void noRules() {
        rules = Selected.in(root);
    }

    @Test
    void withoutRulesEverythingPassesButTheDefaults() throws Exception {
        rules.passes("a", "src/", "src/main.go", ".env", "lib/node_modules/x.js", "target/", "git", "a.sw", "14913")
                .ignores(".git", ".git/", ".git/HEAD", "vendor/x/.git/", "vendor/x/.git/config")
                .ignores("src/.main.go.swp", "a.swo", "b.swx", "4913", "src/4913", "main.go~")
                .ignores(".#main.go", "#main.go#", "src/#a#", "a.java___jb_tmp___", "a.java___jb_old___")
                .ignores(".DS_Store", "img/.DS_Store", ".devsync/", ".devsync-3f2a/", ".devsync-3f2a/1")
                .ignores(".goutputstream-X2", ".nfs0001", ".fuse_hidden0001", ".a.kate-swp", "x___jb_bak___");
    }

    @Test
    void theIgnoreListIsOnTopOfTheDefaults() throws Exception {
        rules.ignoring("*.log", "tmp/", "/build", "!keep.log")
                .ignores("a.log", "x/a.log", "tmp/", "x/tmp/", "tmp/a", "build/", "build", ".git/")
                .passes("keep.log", "x/keep.log", "tmp", "x/build", "main.go");
    }

    @Test
    void laterLinesWin() throws Exception {
        rules.ignoring("!a.log", "*.log").ignores("a.log");
        rules.ignoring("*.log", "!a.log", "a.*").ignores("a.log");
    }

    @Test
    void blankLinesAndCommentsSayNothing() throws Exception {
        rules.ignoring("", "  ", "# all", "\\#x").passes("# all", "a").ignores("#x");
    }

    @Test
    void anExceptionBringsBackWhatTheDefaultsIgnore() throws Exception {
        rules.ignoring("!.git", "!4913").passes(".git/", ".git/HEAD", "4913").ignores("a.swp", ".git/index~");
    }

    @Test
    void anExceptionDoesNotReachIntoAnIgnoredFolder() throws Exception {
        rules.ignoring("node_modules/", "!node_modules/mine/").ignores("node_modules/", "node_modules/mine/x");
    }

    @Test
    void aSweepingExceptionLeavesTheDefaultsAlone() throws Exception {
        rules.ignoring("*", "!*/", "!*.go")
                .passes("a.go", "x/", "x/b.go")
                .ignores("a.txt", ".git/", ".git/HEAD", ".devsync-1/");
    }

    @Test
    void aDockerignoreFileIsReadAtTheRootOnly() throws Exception {
        rules.withFile(".dockerignore", "*.log", "x/y")
                .withFile("sub/.dockerignore", "*")
                .ignores("a.log", "x/y/", "x/y/z")
                .passes("x/a.log", "sub/a", ".dockerignore", "sub/.dockerignore");
    }

    @Test
    void nothingBringsBackWhatDockerignoreIgnores() throws Exception {
        rules.withFile(".dockerignore", "secret").ignoring("!secret").ignores("secret");
    }

    @Test
    void aWhitelistInDockerignoreIsFollowed() throws Exception {
        rules.withFile(".dockerignore", "*", "!src", "!web/static/*.css")
                .ignores(".env", ".dockerignore", "lib/", "lib/src", "web/templates/", "web/static/a.js")
                .ignores("web/a")
                .passes("src/", "src/a", "src/deep/b", "web/static/a.css")
                .goesThrough("web/", "web/static/");
    }

    @Test
    void aRuleFileMayIgnoreItself() throws Exception {
        rules.withFile(".dockerignore", ".dockerignore").ignores(".dockerignore");
    }

    @Test
    void gitignoreFilesDoNotCountUnlessAsked() throws Exception {
        Files.writeString(root.resolve(".gitignore"), "*.o\n");
        rules.passes("a.o", ".gitignore");
    }

    @Test
    void gitignoreFilesCountWhereTheyLie() throws Exception {
        rules.withFile(".gitignore", "# objects", "*.o", "/dist/", "!keep.o")
                .withFile("lib/.gitignore", "!*.o", "/only-here", "deep/x")
                .ignores("a.o", "src/a.o", "dist/", "dist/a", "lib/only-here", "lib/deep/x")
                .passes("keep.o", "src/dist/", "lib/a.o", "lib/sub/a.o", "only-here", "lib/x/only-here")
                .passes("deep/x", ".gitignore", "lib/.gitignore");
    }

    @Test
    void anExceptionInTheIgnoreListBringsBackWhatGitIgnores() throws Exception {
        rules.withFile(".gitignore", ".env", "dist/")
                .ignoring("!.env")
                .passes(".env", "x/.env")
                .ignores("dist/");
    }

    @Test
    void anExceptionInAGitignoreFileDoesNotBringBackTheDefaults() throws Exception {
        rules.withFile(".gitignore", "/*", "!*/", "!*.go").passes("a.go", "x/").ignores(".git/", "a.txt");
    }

    @Test
    void aBrokenPatternInAGitignoreFileIsPassedOverAsGitDoes() throws Exception {
        rules.withFile(".gitignore", "[", "*.o").passes("[", "a").ignores("a.o");
    }

    @Test
    void whatAnUnreadableGitignoreFileMightIgnoreStaysOnTheHost() throws Exception {
        Files.createDirectories(root.resolve("x/.gitignore"));
        rules.withFile(".gitignore", "*.o").ignores("x/a", "x/sub/").passes("a", "x/", "x/.gitignore");
    }

    @Test
    void aFolderThatBecameAFileAndBackHasNoRules() throws Exception {
        Files.createFile(root.resolve("x"));
        SelectionRules loaded = rules.withFile(".gitignore", "*.o").rules();
        assertThat(Selected.decide(loaded, "x/a")).isEqualTo(Verdict.SELECTED);
    }

    @Test
    void onlyWhatIsIncludedTakesPart() throws Exception {
        rules.including("src/", "*.md", "/go.mod", "web/static/**", "a/*/c", "x/**/y")
                .passes("src/", "src/a", "src/deep/b", "lib/src/", "lib/src/c", "README.md", "docs/x.md", "go.mod")
                .passes("web/static/a.css", "web/static/deep/b", "a/b/c", "a/b/c/d", "x/y", "x/1/2/y")
                .ignores("main.go", "src", "sub/go.mod", "web/a", "a/c", "x/z")
                .goesThrough("lib/", "docs/", "web/", "web/static/", "a/", "a/b/", "x/1/");
    }

    @Test
    void foldersThatLeadNowhereAreNotEntered() throws Exception {
        rules.including("/src/app/", "/web/st*/css", "/x/**/y")
                .goesThrough("src/", "web/", "web/static/", "x/", "x/1/", "x/1/2/")
                .passes("src/app/", "src/app/a", "web/static/css", "x/1/y/z")
                .ignores("lib/", "src/lib/", "web/lib/", "web/static/js/", "src/a", "y/");
    }

    @Test
    void anExceptionTakesOutOfWhatIsIncluded() throws Exception {
        rules.including("/src/", "!/src/test/", "/src/test/data/")
                .passes("src/a", "src/test/data/", "src/test/data/x")
                .goesThrough("src/test/")
                .ignores("src/test/a");
    }

    @Test
    void everyLayerMayReject() throws Exception {
        rules.withFile(".dockerignore", "src/docker")
                .withFile(".gitignore", "src/git")
                .including("src/")
                .ignoring("src/user")
                .passes("src/a")
                .ignores("src/docker", "src/git", "src/user", "src/a~", "lib/a");
    }

    @Test
    void aPassageForOneLayerIsAPassageForAll() throws Exception {
        rules.withFile(".dockerignore", "*", "!src/app")
                .including("src/")
                .goesThrough("src/")
                .passes("src/app/", "src/app/a")
                .ignores("src/lib/");
    }

    @Test
    void namesAreMatchedAsTextAndByCase() throws Exception {
        rules.ignoring("*é", "Tmp/").ignores("caf\u00e9", "Tmp/").passes("tmp/", "TMP/", "cafe");
        Verdict notUtf8 = rules.rules().decide(new RelativePath("caf\u00e9"), Kind.OTHER);
        assertThat(notUtf8).isEqualTo(Verdict.SELECTED);
    }

    @Test
    void ruleFilesAreThoseThatAreRead() throws Exception {
        SelectionRules docker = SelectionRules.load(root, List.of(), List.of(), GitignoreFiles.DISREGARDED);
        assertThat(docker.isRuleFile(RelativePath.of(".dockerignore"))).isTrue();
        assertThat(docker.isRuleFile(RelativePath.of("a/.dockerignore"))).isFalse();
        assertThat(docker.isRuleFile(RelativePath.of(".gitignore"))).isFalse();
        SelectionRules git = SelectionRules.load(root, List.of(), List.of(), GitignoreFiles.HONOURED);
        assertThat(git.isRuleFile(RelativePath.of(".dockerignore"))).isTrue();
        assertThat(git.isRuleFile(RelativePath.of("a/.gitignore"))).isTrue();
        assertThat(git.isRuleFile(RelativePath.of("gitignore"))).isFalse();
    }

    @Test
    void aBrokenPatternInDockerignoreIsSaidWithItsLine() throws Exception {
        rules.withFile(".dockerignore", "# first", "", "ok", "a[");
        assertThatExceptionOfType(BadPatternException.class)
                .isThrownBy(rules::rules)
                .withMessage(root.resolve(".dockerignore") + ":4: bad pattern `a[`: `[` is never closed with `]`")
                .satisfies(e -> assertThat(e.line()).isEqualTo(4));
    }

    @Test
    void aBrokenPatternInAListIsSaidWithTheList() {
        assertThatExceptionOfType(BadPatternException.class)
                .isThrownBy(() -> rules.ignoring("*.o", "a[").rules())
                .withMessage("ignore: bad pattern `a[`: not a pattern that gitignore knows");
        assertThatExceptionOfType(BadPatternException.class)
                .isThrownBy(() -> rules.ignoring().including("[z-a]").rules())
                .withMessage("include: bad pattern `[z-a]`: not a pattern that gitignore knows");
    }
}
