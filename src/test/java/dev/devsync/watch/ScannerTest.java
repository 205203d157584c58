package dev.devsync.watch;

import static dev.devsync.select.Selector.Verdict.IGNORED;
import static dev.devsync.select.Selector.Verdict.PASSAGE;
import static dev.devsync.select.Selector.Verdict.SELECTED;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.select.Selector;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ScannerTest {

    private static final long LONG_AGO = 1_600_000_000_123_456_789L;

    @TempDir
    Path root;

    private final long[] nanoTime = {0};
    private final Instant[] now = {Instant.now()};
    private final Settling settling = new Settling(() -> nanoTime[0]);
    private final RacyFiles racy = new RacyFiles((InstantSource) () -> now[0]);
    private Selector selector = Selector.ALL;
    private Findings findings = new Findings();
    private Tree tree = Tree.EMPTY;

    @BeforeEach
    void knowTheRoot() throws IOException {
        tree = Tree.EMPTY.with(
                RelativePath.ROOT, new Entry.Directory(Stat.of(root).mode()));
    }

    @Test
    void findsFilesFoldersAndLinksWithTheirModesAndTimes() throws IOException {
        old("a.txt", "hello");
        old("bin/run", "#!/bin/sh");
        mode("bin/run", "rwxr-x---");
        mode("bin", "rwxr-xr-x");
        Files.createSymbolicLink(root.resolve("link"), Path.of("bin/../nowhere"));

        scan();

        assertThat(tree.map((_, entry) -> entry instanceof Entry.File file ? file.withDigest(null) : entry))
                .isEqualTo(new Tree.Builder(new Entry.Directory(0700))
                        .put("a.txt", new Entry.File(5, LONG_AGO, mode("a.txt")))
                        .put(
                                "bin",
                                new Tree.Builder(new Entry.Directory(0755))
                                        .put("run", new Entry.File(9, LONG_AGO, 0750))
                                        .build())
                        .put("link", new Entry.Symlink("bin/../nowhere"))
                        .build());
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void keepsSetuidAndStickyBits() throws Exception {
        old("su", "x");
        run("chmod", "4711", root.resolve("su").toString());

        scan();

        assertThat(file("su").withDigest(null)).isEqualTo(new Entry.File(1, LONG_AGO, 04711));
    }

    @Test
    void neitherEntersNorShowsIgnoredFolders() throws IOException {
        old("node_modules/x/y.js", "x");
        old("src/a.js", "x");
        selector = (path, kind) -> {
            assertThat(path.raw()).doesNotStartWith("node_modules/");
            return path.raw().equals("node_modules") ? IGNORED : SELECTED;
        };

        scan();

        assertThat(tree.paths()).extracting(RelativePath::raw).containsExactly("src", "src/a.js");
    }

    @Test
    void keepsAPassageOnlyWhileSomethingSelectedIsInIt() throws IOException {
        old("keep/a.go", "x");
        old("keep/b.md", "x");
        old("drop/b.md", "x");
        selector = (path, kind) ->
                kind == Selector.Kind.DIRECTORY ? PASSAGE : path.raw().endsWith(".go") ? SELECTED : IGNORED;

        scan();
        assertThat(tree.paths()).extracting(RelativePath::raw).containsExactly("keep", "keep/a.go");

        old("drop/deep/c.go", "x");
        look("drop/deep/c.go");
        assertThat(tree.paths())
                .extracting(RelativePath::raw)
                .containsExactly("drop", "drop/deep", "drop/deep/c.go", "keep", "keep/a.go");

        Files.delete(root.resolve("drop/deep/c.go"));
        lookUntilSettled("drop/deep/c.go");
        assertThat(tree.paths()).extracting(RelativePath::raw).containsExactly("keep", "keep/a.go");
    }

    @Test
    void reportsWhatIsNeitherFileNorFolderNorLink() throws IOException {
        old("a", "x");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("sock")));
            scan();
        }

        assertThat(tree.paths()).extracting(RelativePath::raw).containsExactly("a");
        assertThat(findings.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path().raw()).isEqualTo("sock");
            assertThat(problem.kind()).isEqualTo(PathProblem.Kind.UNSUPPORTED);
        });
    }

    @Test
    void givesTheOldTreeBackWhenNothingChanged() throws IOException {
        old("a/b/c", "x");
        fresh("a/d", "x");
        scan();
        Tree first = tree;

        scan();

        assertThat(tree).isSameAs(first);
    }

    @Test
    void sharesTheFoldersInWhichNothingChanged() throws IOException {
        old("a/b", "x");
        old("c/d", "x");
        scan();
        Tree first = tree;
        old("c/d", "longer");

        scan();

        assertThat(tree).isNotEqualTo(first);
        assertThat(entry("a/b")).isSameAs(first.get(RelativePath.of("a/b")));
    }

    @Test
    void seesAChmodAsANewEntryWithTheSameContent() throws IOException {
        old("a", "x");
        scan();
        mode("a", "rwxrwxrwx");

        look("a");

        assertThat(file("a").withDigest(null)).isEqualTo(new Entry.File(1, LONG_AGO, 0777));
    }

    @Test
    void seesTheModeOfAFolderWithoutLookingIntoIt() throws IOException {
        old("dir/a", "x");
        scan();
        old("dir/unseen", "x");
        look("dir");
        assertThat(entry("dir/unseen")).isNull();

        mode("dir", "rwx------");
        look("dir");

        assertThat(entry("dir")).isEqualTo(new Entry.Directory(0700));
        assertThat(entry("dir/unseen")).isNotNull();
    }

    @Test
    void looksAtTheWholeFolderWhenItIsNew() throws IOException {
        scan();
        old("new/deep/a", "x");
        mode("new", "rwx--x--x");

        look("new/deep/a");

        assertThat(entry("new")).isEqualTo(new Entry.Directory(0711));
        assertThat(entry("new/deep/a")).isNotNull();
    }

    @Test
    void swapsFileFolderAndLink() throws IOException {
        old("x", "file");
        scan();

        Files.delete(root.resolve("x"));
        old("x/inner", "1");
        look("x");
        assertThat(entry("x/inner")).isInstanceOf(Entry.File.class);

        Files.delete(root.resolve("x/inner"));
        Files.delete(root.resolve("x"));
        Files.createSymbolicLink(root.resolve("x"), Path.of("elsewhere"));
        look("x");
        assertThat(entry("x")).isEqualTo(new Entry.Symlink("elsewhere"));
        assertThat(entry("x/inner")).isNull();
    }

    @Test
    void neverLooksThroughALinkThatReplacedAFolder() throws IOException {
        old("real/secret", "x");
        old("dir/secret", "y");
        scan();
        Files.delete(root.resolve("dir/secret"));
        Files.delete(root.resolve("dir"));
        Files.createSymbolicLink(root.resolve("dir"), Path.of("real"));

        look("dir");
        look("dir/secret");

        assertThat(entry("dir")).isEqualTo(new Entry.Symlink("real"));
    }

    @Test
    void leavesOutWhatLiesDeeperThanAnybodyNests() throws IOException {
        String deepest = String.join("/", Collections.nCopies(Scanner.DEEPEST, "d"));
        old(deepest + "/file", "x");
        old(deepest + "/d/d/d/file", "x");
        old("z", "x");

        scan();

        assertThat(entry(deepest + "/file")).isNotNull();
        assertThat(entry(deepest + "/d")).isNull();
        assertThat(entry("z")).isNotNull();
        assertThat(findings.problems())
                .containsExactly(new PathProblem(
                        RelativePath.of(deepest + "/d"),
                        PathProblem.Kind.UNSUPPORTED,
                        "more than 250 folders deep; left out"));
    }

    @Test
    void hashesAFileOnlyWhileItsTimeIsFresh() throws IOException {
        settled("old", "x");
        fresh("new", "x");

        scan();

        assertThat(file("old").digest()).isNull();
        assertThat(file("new").digest()).isNotNull();
    }

    @Test
    void saysThatATimeWhichSomebodySetProvesNothing() throws IOException {
        old("a", "x");
        now[0] = now[0].plusSeconds(60);

        scan();

        assertThat(file("a").digest()).isNotNull();
        assertThat(file("a").digestTaken()).isNull();
    }

    @Test
    void distrustsAWholeSecondForLonger() throws IOException {
        fresh("coarse", "x");
        FileTime second = FileTime.from(Instant.now().minusSeconds(1).getEpochSecond(), TimeUnit.SECONDS);
        Files.setLastModifiedTime(root.resolve("coarse"), second);

        scan();

        assertThat(file("coarse").digest()).isNotNull();
    }

    @Test
    void noticesAChangeThatLeftSizeAndTimeAsTheyWere() throws IOException {
        fresh("a", "one");
        FileTime time = Files.getLastModifiedTime(root.resolve("a"));
        scan();
        Entry.File before = file("a");
        Files.writeString(root.resolve("a"), "two");
        Files.setLastModifiedTime(root.resolve("a"), time);

        now[0] = Instant.now().plusSeconds(60);
        look("a");

        assertThat(file("a").sameStat(before)).isTrue();
        assertThat(file("a").digest()).isNotEqualTo(before.digest());
    }

    @Test
    void seesAnEditThatKeepsSizeAndTime() throws IOException {
        settled("a", "one");
        scan();
        Tree before = tree;
        assertThat(file("a").digest()).isNull();

        editKeepingTime("a", "two");
        look("a");
        Tree between = tree;
        assertThat(file("a").sameStat((Entry.File) Objects.requireNonNull(before.get(RelativePath.of("a")))))
                .isTrue();
        assertThat(Delta.between(before, between).changes()).hasExactlyElementsOfTypes(Change.Put.class);

        editKeepingTime("a", "six");
        scan();
        assertThat(Delta.between(between, tree).changes()).hasExactlyElementsOfTypes(Change.Put.class);
    }

    @Test
    void seesAnEditThatKeepsSizeAndTimeAndComesWithAnotherMode() throws IOException {
        settled("a", "one");
        scan();
        Tree before = tree;

        editKeepingTime("a", "two");
        mode("a", "rw-------");
        look("a");

        assertThat(Delta.between(before, tree).changes()).hasExactlyElementsOfTypes(Change.Put.class);
    }

    @Test
    void seesAnEditThatKeepsATimeWhichSomebodySet() throws IOException {
        old("a", "one");
        now[0] = now[0].plusSeconds(1);
        scan();
        Tree before = tree;
        scan();
        assertThat(tree).isSameAs(before);

        editKeepingTime("a", "two");
        scan();

        assertThat(Delta.between(before, tree).changes()).hasExactlyElementsOfTypes(Change.Put.class);
    }

    @Test
    void takesAFileForTheSameAfterItsModeWasChangedThereAndBack() throws IOException {
        old("a", "one");
        now[0] = now[0].plusSeconds(1);
        scan();
        mode("a", "rw-------"); // so that it is hashed
        now[0] = Instant.now().plusSeconds(1);
        look("a");
        Entry before = entry("a");

        mode("a", "rw-r--r--");
        mode("a", "rw-------"); // which leaves another time of the inode
        now[0] = Instant.now().plusSeconds(1);
        look("a");

        assertThat(entry("a")).isSameAs(before);
    }

    @Test
    void takesTheNewTimeWhenTheContentIsTheSame() throws IOException {
        fresh("a", "one");
        scan();
        Entry.File before = file("a");
        Files.setLastModifiedTime(root.resolve("a"), FileTime.from(Instant.now().plusMillis(5)));

        look("a");

        assertThat(file("a").digest()).isEqualTo(before.digest());
        assertThat(file("a").mtimeNanos()).isNotEqualTo(before.mtimeNanos());
    }

    @Test
    void holdsBackAVanishedFileForAMoment() throws IOException {
        old("a", "x");
        scan();
        Files.delete(root.resolve("a"));

        look("a");
        assertThat(entry("a")).isNotNull();
        assertThat(settling.due()).isEmpty();

        nanoTime[0] += Duration.ofMillis(40).toNanos();
        assertThat(settling.due()).containsExactly(RelativePath.of("a"));
        look("a");
        assertThat(entry("a")).isNull();
        assertThat(settling.isEmpty()).isTrue();
    }

    @Test
    void holdsBackAVanishedFolderAsAWholeDuringAFullScanToo() throws IOException {
        old("dir/a", "x");
        old("b", "x");
        scan();
        Files.delete(root.resolve("dir/a"));
        Files.delete(root.resolve("dir"));

        scan();
        assertThat(entry("dir/a")).isNotNull();

        nanoTime[0] += Duration.ofMillis(40).toNanos();
        scan();
        assertThat(tree.paths()).containsExactly(RelativePath.of("b"));
    }

    @Test
    void holdsBackATruncatedFileForAMoment() throws IOException {
        old("a", "x");
        scan();
        fresh("a", "");

        look("a");
        assertThat(file("a").size()).isOne();

        lookUntilSettled("a");
        assertThat(file("a").size()).isZero();
    }

    @Test
    void doesNotHoldBackANewEmptyFile() throws IOException {
        scan();
        fresh("a", "");

        look("a");

        assertThat(file("a").size()).isZero();
    }

    @Test
    void holdsBackALargeFileUntilItIsQuietButNotForEver() throws IOException {
        scan();
        Path big = root.resolve("big");
        Files.write(big, new byte[(int) RacyFiles.MOST_HASHED + 1]);
        now[0] = Files.getLastModifiedTime(big).toInstant();
        look("big");
        assertThat(entry("big")).isNull();

        now[0] = now[0].plus(RacyFiles.FRESH);
        look("big");
        assertThat(file("big").digest()).isNull();
        assertThat(settling.isEmpty()).isTrue();

        Files.write(big, new byte[(int) RacyFiles.MOST_HASHED + 2]);
        now[0] = Files.getLastModifiedTime(big).toInstant();
        int looks = 0;
        for (; file("big").size() == RacyFiles.MOST_HASHED + 1; looks++) {
            nanoTime[0] += Duration.ofMillis(60).toNanos();
            look("big"); // fresh every time, as if it were written to without end
        }
        assertThat(looks).isBetween(10, 20);
        assertThat(findings.unfinished()).containsExactly(RelativePath.of("big"));
    }

    private void scan() throws IOException {
        tree = scanner().scan(tree, findings);
    }

    private void look(String path) {
        TreeEditor editor = tree.edit();
        scanner().look(editor, RelativePath.of(path), Depth.SHALLOW, findings);
        tree = editor.tree();
    }

    private void lookUntilSettled(String path) {
        look(path);
        nanoTime[0] += Duration.ofMillis(40).toNanos();
        look(path);
    }

    private Scanner scanner() {
        return new Scanner(new HostPaths(root), selector, settling, racy);
    }

    private @Nullable Entry entry(String path) {
        return tree.get(RelativePath.of(path));
    }

    private Entry.File file(String path) {
        return (Entry.File) Objects.requireNonNull(entry(path));
    }

    private void fresh(String path, String content) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
        now[0] = Instant.now();
    }

    private void old(String path, String content) throws IOException {
        fresh(path, content);
        Files.setLastModifiedTime(root.resolve(path), FileTime.from(LONG_AGO, TimeUnit.NANOSECONDS));
    }

    /// A file that is no longer fresh, by its own time and by that of its inode.
    private void settled(String path, String content) throws IOException {
        fresh(path, content);
        Instant written = Files.getLastModifiedTime(root.resolve(path)).toInstant();
        await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(written.plus(RacyFiles.FRESH)));
        now[0] = Instant.now();
    }

    private void editKeepingTime(String path, String content) throws IOException {
        FileTime time = Files.getLastModifiedTime(root.resolve(path));
        Files.writeString(root.resolve(path), content);
        Files.setLastModifiedTime(root.resolve(path), time);
        now[0] = Instant.now().plusSeconds(1);
    }

    private void mode(String path, String permissions) throws IOException {
        Files.setPosixFilePermissions(root.resolve(path), fromString(permissions));
    }

    private int mode(String path) throws IOException {
        return Stat.of(root.resolve(path)).mode();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
