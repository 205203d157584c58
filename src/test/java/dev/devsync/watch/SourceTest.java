package dev.devsync.watch;

import static dev.devsync.select.Selector.Verdict.IGNORED;
import static dev.devsync.select.Selector.Verdict.SELECTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.devsync.select.Selector;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class SourceTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    private Path root = Path.of("");
    private final RecordingListener listener = new RecordingListener();
    private final List<Source.State> seen = new CopyOnWriteArrayList<>();
    private RuleSource rules = RuleSource.of(Selector.ALL);
    private Watch.Opener opener = SystemWatch::open;
    private @Nullable Source source;

    @BeforeEach
    void makeTheRoot() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    /// What a file next to the root says is left out.
    private void ignoreByAFileElsewhere(Path file) {
        rules = new RuleSource() {
            @Override
            public Selector load() throws IOException {
                List<String> names = Files.exists(file) ? Files.readAllLines(file) : List.of();
                return (path, kind) ->
                        names.contains(path.text()) ? Selector.Verdict.IGNORED : Selector.Verdict.SELECTED;
            }

            @Override
            public boolean isRuleFile(RelativePath path) {
                return false;
            }

            @Override
            public Collection<Path> filesOutside() {
                return List.of(file);
            }
        };
    }

    @Test
    void rulesFromElsewhereTakeEffectWithoutAnotherChange() throws Exception {
        Path file = temp.resolve("elsewhere.ignore");
        ignoreByAFileElsewhere(file);
        write("kept", "");
        write("left-out", "");
        open();
        assertThat(source().current().tree().paths()).containsExactly(path("kept"), path("left-out"));
        Files.writeString(file, "left-out\n");
        await().atMost(LIMIT).until(() -> !source().current().tree().contains(path("left-out")));
        assertThat(source().current().tree().paths()).containsExactly(path("kept"));
        Files.delete(file);
        await().atMost(LIMIT).until(() -> source().current().tree().contains(path("left-out")));
    }

    @Test
    void hasTheFirstTreeWhenItIsOpen() throws Exception {
        write("a/b", "x");

        open();

        assertThat(source().current().revision()).isOne();
        assertThat(source().current().status()).isEqualTo(Source.Status.READY);
        assertThat(source().current().tree().paths()).containsExactly(path("a"), path("a/b"));
        assertThat(source().files()).isOne();
    }

    @Test
    void publishesAChangeAsTheNextRevision() throws Exception {
        write("a", "x");
        open();

        write("a", "longer");
        Source.State state = source().awaitNewer(1, LIMIT);

        assertThat(state.revision()).isEqualTo(2);
        awaitTree();
    }

    /// Opens no watch before it is released.
    private static Watch.Opener slow(CountDownLatch release) {
        return (_, _, _, _) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return () -> {};
        };
    }

    @Test
    void beginsWithoutWaitingForTheFirstScan() throws Exception {
        write("a", "x");
        CountDownLatch release = new CountDownLatch(1);
        source = Source.begin(root, rules, listener, slow(release), Duration.ZERO);
        assertThat(source().current().revision()).isZero();

        release.countDown();
        source().awaitFirst();

        assertThat(source().current().revision()).isOne();
        assertThat(source().current().tree().files()).isOne();
    }

    @Test
    void closesWithoutWaitingForTheFirstScan() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        source = Source.begin(root, rules, listener, slow(release), Duration.ZERO);
        // A look that is going on would be waited for for five seconds.
        assertTimeout(Duration.ofSeconds(3), source()::close);
        assertThatThrownBy(source()::awaitFirst).isInstanceOf(InterruptedException.class);
        release.countDown();
    }

    @Test
    void findsByItselfWhatTheSystemDoesNotTellOf() throws Exception {
        write("a", "x");
        Watch.Opener deaf = (_, _, _, _) -> () -> {};
        source = Source.open(root, rules, listener, deaf, Duration.ofMillis(100));

        write("a", "longer");
        write("b/c", "new");

        awaitTree();
        assertThat(listener.lines).isEmpty();
    }

    @Test
    void returnsTheCurrentStateWhenNothingNewerComes() throws Exception {
        open();

        assertThat(source().awaitNewer(1, Duration.ofMillis(20)).revision()).isOne();
        assertThat(source().awaitNewer(0, LIMIT).revision()).isOne();
    }

    @Test
    void publishesNothingWhenARescanFindsNothingNew() throws Exception {
        write("a/b", "x");
        open();

        source().rescan();
        await().atMost(LIMIT).until(() -> listener.lines.contains("rescan it was asked for"));
        source().markDirty(List.of(path("a"), path("a/b"), path("none")));
        Files.createDirectory(root.resolve("z")); // one event, whereas a file is first created and then written
        awaitTree();

        assertThat(source().current().revision()).isEqualTo(2);
    }

    @Test
    void wakesWaitersWhenItIsClosed() throws Exception {
        open();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                source().awaitNewer(1, LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        source().close();

        assertThat(waiter.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void seesAChmodAlone() throws Exception {
        write("a", "x");
        open();
        Entry before = entry("a");

        assertThat(root.resolve("a").toFile().setExecutable(true, false)).isTrue();

        await().atMost(LIMIT).until(() -> !Objects.equals(entry("a"), before));
        awaitTree();
    }

    // What editors do. Each time the path must change once: no revision may show it missing, empty or twice changed.

    @Test
    void seesOneChangeWhenVimMovesTheOldFileAwayAndWritesANewOne() throws Exception {
        write("main.go", "old");
        open();
        follow();

        Path file = root.resolve("main.go");
        Path backup = root.resolve("main.go~");
        for (String probe : List.of("4913", "5036")) { // vim tries whether it may create files here
            Files.writeString(root.resolve(probe), "");
            Files.delete(root.resolve(probe));
        }
        Files.move(file, backup);
        pause(3);
        Files.writeString(file, "new text");
        assertThat(file.toFile().setReadable(true)).isTrue();
        Files.delete(backup);

        assertChangedOnce("main.go");
    }

    @Test
    void seesOneChangeWhenVsCodeTruncatesAndWrites() throws Exception {
        write("main.go", "old");
        open();
        follow();

        try (var out = Files.newOutputStream(root.resolve("main.go"))) { // truncates
            pause(5);
            out.write("new text".getBytes(UTF_8));
        }

        assertChangedOnce("main.go");
    }

    @Test
    void seesOneChangeWhenAJetBrainsIdeRenamesTwice() throws Exception {
        write("main.go", "old");
        open();
        follow();

        Files.writeString(root.resolve("main.go___jb_tmp___"), "new text");
        Files.move(root.resolve("main.go"), root.resolve("main.go___jb_old___"));
        pause(3);
        Files.move(root.resolve("main.go___jb_tmp___"), root.resolve("main.go"));
        Files.delete(root.resolve("main.go___jb_old___"));

        assertChangedOnce("main.go");
    }

    @Test
    void seesOneChangeOnARenameOver() throws Exception {
        write("main.go", "old");
        open();
        follow();

        Files.writeString(root.resolve(".main.go.swp"), "new text");
        Files.move(root.resolve(".main.go.swp"), root.resolve("main.go"), ATOMIC_MOVE, REPLACE_EXISTING);

        assertChangedOnce("main.go");
    }

    @Test
    void neverLosesAnEditThatLeavesSizeAndTimeAsTheyWere() throws Exception {
        write("a", "000000");
        open();
        for (int round = 0; round < 30; round++) {
            String last = "";
            for (int i = 0; i < 20; i++) {
                last = "%02d-%03d".formatted(round, i);
                Files.writeString(root.resolve("a"), last);
            }
            Digest expected =
                    Digest.of(MessageDigest.getInstance(Digest.ALGORITHM).digest(last.getBytes(UTF_8)));
            long mtime = Stat.of(root.resolve("a")).mtimeNanos();
            // Without a digest it was looked at so late that its time alone is proof.
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(LIMIT)
                    .until(() -> entry("a") instanceof Entry.File file
                            && file.mtimeNanos() == mtime
                            && (file.digest() == null || file.digest().equals(expected)));
        }
    }

    @Test
    void seesAnEditThatSetsTheOldTimeAgain() throws Exception {
        write("a", "000000");
        Files.setLastModifiedTime(root.resolve("a"), FileTime.from(Instant.parse("2020-02-20T20:20:20Z")));
        open();
        for (int round = 0; round < 20; round++) {
            String text = "%06d".formatted(round + 1);
            FileTime time = Files.getLastModifiedTime(root.resolve("a"));
            Path written = root.resolve(round % 2 == 0 ? "a" : "b");
            Files.writeString(written, text);
            Files.setLastModifiedTime(written, time);
            if (round % 2 != 0) {
                Files.move(written, root.resolve("a"), ATOMIC_MOVE, REPLACE_EXISTING); // as after `cp -p`
            }
            Digest expected =
                    Digest.of(MessageDigest.getInstance(Digest.ALGORITHM).digest(text.getBytes(UTF_8)));
            await(text)
                    .atMost(LIMIT)
                    .until(() -> entry("a") instanceof Entry.File file && expected.equals(file.digest()));
        }
    }

    @Test
    void seesABurst() throws Exception {
        open();

        for (int i = 0; i < 2000; i++) {
            write("d" + i % 20 + "/f" + i, "content " + i);
        }

        awaitTree();
    }

    @Test
    void makesOneRevisionOfAllThatIsDirty() throws Exception {
        opener = (paths, selector, sink, walk) -> () -> {}; // deaf
        open();
        List<RelativePath> dirty = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            write("d" + i % 20 + "/f" + i, "content " + i);
            dirty.add(path("d" + i % 20 + "/f" + i));
        }

        source().markDirty(dirty);

        assertThat(source().awaitNewer(1, LIMIT).tree().files()).isEqualTo(2000);
        assertThat(source().current().revision()).isEqualTo(2);
    }

    @RepeatedTest(10)
    void seesEverythingInFoldersThatAreMadeQuickly() throws Exception {
        open();

        for (int i = 0; i < 40; i++) {
            write("a" + i % 3 + "/b" + i % 5 + "/c" + i + "/d/e/f" + i, "x");
        }

        awaitTree();
        // The watches must be there as well.
        for (int i = 0; i < 40; i++) {
            write("a" + i % 3 + "/b" + i % 5 + "/c" + i + "/d/e/f" + i, "changed");
            write("a" + i % 3 + "/b" + i % 5 + "/c" + i + "/d/g/new", "x");
        }
        awaitTree();
    }

    @Test
    void endsWithTheRightTreeWhateverIsDone() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        open();
        for (int round = 0; round < 15; round++) {
            for (int i = 0; i < 120; i++) {
                somethingRandom(random);
            }
            awaitTree("seed " + seed + ", round " + round);
        }
        // On a machine that has no time for this, the system may really lose events.
        assertThat(listener.lines).as("seed %d", seed).allMatch("rescan the system lost file events"::equals);
    }

    @Test
    void followsARenamedFolderWithAThousandFiles() throws Exception {
        for (int i = 0; i < 1000; i++) {
            write("old/d" + i % 10 + "/f" + i, "x");
        }
        open();

        Files.move(root.resolve("old"), root.resolve("new"));
        awaitTree();
        write("new/d3/f3", "changed below the new name");
        awaitTree();

        assertThat(source().files()).isEqualTo(1000);
        assertThat(entry("old")).isNull();
    }

    @Test
    void followsAFolderThatIsMovedOutAndIn() throws Exception {
        write("dir/a", "x");
        write("keep", "or else the root counts as emptied");
        open();
        Path outside = temp.resolve("outside");

        Files.move(root.resolve("dir"), outside);
        awaitTree();
        Files.writeString(outside.resolve("b"), "still watched, but no longer ours");
        Files.move(outside, root.resolve("back"));
        awaitTree();
        write("back/c", "x");
        awaitTree();
    }

    @Test
    void seesARenameThatChangesCaseOnly() throws Exception {
        write("readme", "x");
        open();

        Files.move(root.resolve("readme"), root.resolve("README"));

        awaitTree();
        assertThat(source().current().tree().paths()).containsExactly(path("README"));
    }

    @Test
    void isMissingWhileTheRootIsAway() throws Exception {
        write("a", "x");
        open();

        Files.move(root, temp.resolve("away"));
        awaitStatus(Source.Status.MISSING);
        assertThat(source().current().tree().paths()).containsExactly(path("a"));

        Files.move(temp.resolve("away"), root);
        awaitStatus(Source.Status.READY);
        write("b", "x");
        awaitTree();
    }

    @Test
    void seesWhatWasMadeWhileTheRootWasAwayForAMoment() throws Exception {
        write("a/b", "x");
        open();
        Path away = temp.resolve("away");
        for (int i = 0; i < 25; i++) {
            Files.move(root, away);
            Path folder = Files.createDirectories(away.resolve("a/new-" + i + "/d"));
            Files.writeString(folder.resolve("f"), "x");
            pause(2L * i);
            Files.move(away, root);

            awaitTree("away for some " + 2 * i + " ms");
        }
    }

    @Test
    void isMissingWhenTheRootIsDeletedWithAllInIt() throws Exception {
        for (int i = 0; i < 50; i++) {
            write("d/f" + i, "x");
        }
        open();

        delete(root);

        awaitStatus(Source.Status.MISSING);
        assertThat(source().current().tree().isEmpty()).isFalse();
    }

    @Test
    void isMissingWhenTheRootIsEmptied() throws Exception {
        write("a", "x");
        open();

        Files.delete(root.resolve("a"));
        awaitStatus(Source.Status.MISSING);
        assertThat(source().current().tree().paths()).containsExactly(path("a"));

        write("b", "x");
        awaitStatus(Source.Status.READY);
        awaitTree();
    }

    @Test
    void isNotMissingWhenOnlyTheSelectedFilesAreGone() throws Exception {
        rules = RuleSource.of((path, kind) -> path.raw().startsWith(".git") ? IGNORED : SELECTED);
        write(".git/HEAD", "x");
        write("a", "x");
        open();

        Files.delete(root.resolve("a"));

        await().atMost(LIMIT).until(() -> source().current().tree().isEmpty());
        assertThat(source().current().status()).isEqualTo(Source.Status.READY);
    }

    @Test
    void startsOnARootThatIsNotThereYet() throws Exception {
        Files.delete(root);
        open();
        assertThat(source().current().status()).isEqualTo(Source.Status.MISSING);

        Files.createDirectory(root);
        write("a", "x");

        awaitStatus(Source.Status.READY);
        awaitTree();
    }

    @Test
    void takesAnEmptyRootForAnEmptyTreeAtTheStart() throws Exception {
        open();

        assertThat(source().current().status()).isEqualTo(Source.Status.READY);
    }

    @Test
    void noticesThatTheRootWasReplaced() throws Exception {
        write("a", "x");
        open();

        Files.move(root, temp.resolve("away"));
        Files.createDirectory(root);
        write("b", "x");

        await().atMost(LIMIT).until(() -> entry("b") != null && entry("a") == null);
        awaitTree();
        write("c", "x");
        awaitTree();
    }

    @Test
    void followsARootThatIsALinkAndIsTurnedElsewhere() throws Exception {
        write("a", "x");
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("b"), "x");
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);
        open(link);
        write("c", "x");
        awaitTree();

        Files.delete(link);
        Files.createSymbolicLink(link, other);

        await().atMost(LIMIT).until(() -> entry("b") != null);
        assertThat(source().fileOf(path("b"))).hasContent("x");
    }

    @Test
    void looksAtEverythingWhenEventsWereLost() throws Exception {
        AtomicReference<Watch.Sink> sink = new AtomicReference<>();
        AtomicInteger opened = new AtomicInteger();
        opener = (paths, selector, real, walk) -> {
            opened.incrementAndGet();
            sink.set(real);
            return SystemWatch.open(
                    paths,
                    selector,
                    new Watch.Sink() {
                        @Override
                        public void dirty(RelativePath path, Depth depth) {
                            if (opened.get() > 1) {
                                real.dirty(path, depth);
                            }
                        }

                        @Override
                        public void unwatched(RelativePath folder) {
                            throw new AssertionError(folder);
                        }

                        @Override
                        public void lost(String reason) {
                            real.lost(reason);
                        }
                    },
                    walk);
        };
        open();
        write("unheard/a", "x");

        sink.get().lost("the system lost file events");
        awaitTree();
        write("unheard/b", "x");
        awaitTree();

        assertThat(opened).hasValue(2);
        assertThat(listener.lines).containsExactly("rescan the system lost file events");
    }

    @Test
    void looksAgainAndAgainWhereItCannotWatch() throws Exception {
        opener = (paths, selector, sink, walk) -> {
            throw new IOException("User limit of inotify watches reached");
        };
        open();
        write("a/b", "x");

        awaitTree();

        assertThat(listener.lines)
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("max_user_watches = ", "sudo sysctl fs.inotify.max_user_watches="));
    }

    @Test
    void watchesAgainWhenItCan() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        opener = (paths, selector, sink, walk) -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IOException("User limit of inotify instances reached or too many open files");
            }
            return SystemWatch.open(paths, selector, sink, walk);
        };
        open();
        source().rescan();
        await().atMost(LIMIT).until(() -> attempts.get() == 2);
        source().rescan();
        await().atMost(LIMIT).until(() -> attempts.get() == 3);

        write("a", "x");
        awaitTree();
        assertThat(listener.lines.stream().filter(line -> line.startsWith("watch")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("max_user_instances"),
                        line -> assertThat(line).isEqualTo("watch restored"));
    }

    @Test
    void tellsAProblemOnce() throws Exception {
        run("mkfifo", root.resolve("pipe").toString());
        open();
        run("touch", root.resolve("pipe").toString());
        source().rescan();
        Files.delete(root.resolve("pipe"));

        await().atMost(LIMIT).until(() -> listener.lines.contains("problem gone pipe"));
        listener.lines.remove("rescan it was asked for");
        assertThat(listener.lines).containsExactly("problem UNSUPPORTED pipe", "problem gone pipe");
    }

    @Test
    void keepsWhatItKnewOfAFolderThatCannotBeRead() throws Exception {
        write("dir/a", "x");
        open();
        Path dir = root.resolve("dir");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("---------"));
        try {
            assumeThat(Files.isReadable(dir)).as("root reads everything").isFalse();
            await().atMost(LIMIT).until(() -> listener.lines.contains("problem UNREADABLE dir"));
            assertThat(entry("dir/a")).isNotNull();
        } finally {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        }
        await().atMost(LIMIT).until(() -> listener.lines.contains("problem gone dir"));
        write("dir/b", "watched again");
        awaitTree();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void doesNotWatchIgnoredFolders() throws Exception {
        rules = RuleSource.of((path, kind) -> path.name().equals("node_modules") ? IGNORED : SELECTED);
        for (int i = 0; i < 200; i++) {
            write("node_modules/m" + i + "/index.js", "x");
        }
        write("src/a", "x");
        long before = inotifyWatches();
        open();

        assertThat(inotifyWatches() - before).isEqualTo(2);

        write("sub/node_modules/m/index.js", "x");
        write("sub/a", "x");
        await().atMost(LIMIT).until(() -> entry("sub/a") != null);
        await().atMost(LIMIT).until(() -> inotifyWatches() - before == 3);
    }

    @Test
    void loadsTheRulesAgainWhenARuleFileChanges() throws Exception {
        rules = new IgnoredNames(root.resolve(".ignore"));
        write(".ignore", "build");
        write("build/x", "x");
        write("src/x", "x");
        open();
        assertThat(entry("build")).isNull();

        write(".ignore", "src");
        await().atMost(LIMIT).until(() -> entry("build/x") != null && entry("src") == null);
        write("build/y", "watched now");
        await().atMost(LIMIT).until(() -> entry("build/y") != null);
    }

    @RepeatedTest(3)
    void neverShowsIgnoredFilesWhileTheRuleFileIsBeingSaved() throws Exception {
        rules = new IgnoredNames(root.resolve(".ignore"));
        write(".ignore", "secret");
        write("secret", "x");
        open();
        follow();

        Duration longest = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            source().rescan();
            long start = System.nanoTime();
            Files.move(root.resolve(".ignore"), root.resolve(".ignore~"), REPLACE_EXISTING);
            pause(5);
            Files.writeString(root.resolve(".ignore"), "secret\nmore" + i);
            Duration gone = Duration.ofNanos(System.nanoTime() - start);
            longest = gone.compareTo(longest) > 0 ? gone : longest;
            pause(20);
        }
        write("more4", "x");
        write("end", "x");
        await().atMost(LIMIT).until(() -> entry("end") != null && entry("more4") == null);

        // A file that stays away for longer has been deleted, and then its rules are no longer in force.
        assumeThat(longest).as("a save on a machine that is not too busy").isLessThan(Duration.ofMillis(25));
        assertThat(seen).noneMatch(state -> state.tree().contains(path("secret")));
    }

    @Test
    void keepsTheOldRulesWhenTheNewOnesCannotBeLoaded() throws Exception {
        rules = new IgnoredNames(root.resolve(".ignore"));
        write(".ignore", "secret");
        write("secret", "x");
        open();

        write(".ignore", "!broken");
        await().atMost(LIMIT).until(() -> listener.lines.contains("rules broken rules"));
        source().rescan();
        write("a", "x");
        await().atMost(LIMIT).until(() -> entry("a") != null);

        assertThat(entry("secret")).isNull();
        assertThat(listener.lines.stream().filter("rules broken rules"::equals)).hasSize(1);
    }

    /// Ignores the names that a file lists.
    private record IgnoredNames(Path file) implements RuleSource {
        @Override
        public Selector load() throws IOException {
            List<String> names = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (names.contains("!broken")) {
                throw new IOException("broken rules");
            }
            return (path, kind) -> names.contains(path.name()) ? IGNORED : SELECTED;
        }

        @Override
        public boolean isRuleFile(RelativePath path) {
            return path.raw().equals(".ignore");
        }

        @Override
        public List<RelativePath> files() {
            return List.of(path(".ignore"));
        }
    }

    private void open() throws Exception {
        open(root);
    }

    private void open(Path folder) throws Exception {
        source = Source.open(folder, rules, listener, opener);
    }

    private Source source() {
        return Objects.requireNonNull(source);
    }

    private @Nullable Entry entry(String path) {
        return source().current().tree().get(path(path));
    }

    private static RelativePath path(String path) {
        return RelativePath.of(path);
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }

    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    /// Collects every revision from now on.
    private void follow() {
        Source followed = source();
        seen.add(followed.current());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Source.State state = followed.awaitNewer(seen.getLast().revision(), LIMIT);
                    if (state.revision() == seen.getLast().revision()) {
                        return;
                    }
                    seen.add(state);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void assertChangedOnce(String path) throws IOException {
        awaitTree();
        await().atMost(LIMIT)
                .until(() -> seen.getLast().revision() == source().current().revision());
        List<@Nullable Entry> states = new ArrayList<>();
        for (Source.State state : seen) {
            Entry entry = state.tree().get(path(path));
            if (states.isEmpty() || !Objects.equals(states.getLast(), entry)) {
                states.add(entry);
            }
        }
        assertThat(states).hasSize(2);
    }

    /// Waits until the tree is what is there: types, sizes, times, modes, targets.
    private void awaitTree() throws IOException {
        awaitTree("");
    }

    private void awaitTree(String about) throws IOException {
        Tree expected = Scanner.once(new HostPaths(root), rules.load()).tree();
        try {
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(LIMIT)
                    .until(() -> withoutDigests(source().current().tree()).equals(withoutDigests(expected)));
        } catch (ConditionTimeoutException e) {
            assertThat(withoutDigests(source().current().tree()).paths())
                    .as(about)
                    .isEqualTo(expected.paths());
            throw new AssertionError(about, e);
        }
    }

    private static Tree withoutDigests(Tree tree) {
        return tree.map((path, entry) -> entry instanceof Entry.File file ? file.withDigest(null) : entry);
    }

    private void awaitStatus(Source.Status status) {
        await().atMost(LIMIT).until(() -> source().current().status() == status);
    }

    private void somethingRandom(Random random) throws IOException {
        Path a = root.resolve(randomPath(random));
        Path b = root.resolve(randomPath(random));
        try {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    Files.createDirectories(a.getParent());
                    Files.writeString(a, "x".repeat(random.nextInt(10)));
                }
                case 3 -> Files.createDirectories(a);
                case 4 -> Files.move(a, b);
                case 5 -> delete(a);
                case 6 -> Files.createSymbolicLink(a, Path.of("target" + random.nextInt(3)));
                default ->
                    assertThat(a.toFile().setExecutable(random.nextBoolean())).isIn(true, false);
            }
        } catch (FileSystemException _) {
            // Many of them cannot be done.
        }
        Files.writeString(root.resolve("always"), "there");
    }

    private static String randomPath(Random random) {
        StringBuilder path = new StringBuilder("n" + random.nextInt(4));
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append("/n").append(random.nextInt(4));
        }
        return path.toString();
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static long inotifyWatches() {
        try (Stream<Path> infos = Files.list(Path.of("/proc/self/fdinfo"))) {
            return infos.mapToLong(SourceTest::watchesOf).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long watchesOf(Path info) {
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("inotify wd:")).count();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
