package dev.devsync.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.target.HostTree;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.RelativePath;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// What a user does to files while `devsync up` runs. After each case the container has exactly what the host has.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
abstract class LiveSyncContract {

    private final AtomicInteger roots = new AtomicInteger();
    private Engine engine;
    private GenericContainer<?> container;
    private SyncedProject project;
    private String root;

    abstract String image();

    @BeforeAll
    void start() throws Exception {
        engine = TestEngine.connect();
        container = TestEngine.start(image());
    }

    @AfterAll
    void stop() {
        container.close();
        engine.close();
    }

    @BeforeEach
    void makeProject(@TempDir Path folder) throws Exception {
        root = "/case-" + roots.incrementAndGet() + "/app";
        project = project(folder, engine, container, root);
        project.write("README.md", "# Read me\n")
                .write("src/App.java", "class App {}\n")
                .write("src/util/Text.java", "class Text {}\n");
    }

    @AfterEach
    void end() {
        project.close();
    }

    /// A project whose one target is a folder of the container.
    SyncedProject project(Path folder, Engine engine, GenericContainer<?> container, String root) throws Exception {
        return new SyncedProject(
                folder, engine, "container: " + container.getContainerName().substring(1), root);
    }

    private String inRoot(String command) throws Exception {
        return container
                .execInContainer("sh", "-c", "cd \"$1\" && eval \"$2\"", "sh", root, command)
                .getStdout();
    }

    private void upInSync() throws Exception {
        project.upInSync();
        project.awaitMirrored();
        project.awaitQuiet();
        project.events.forget();
    }

    @Test
    void fillsAnEmptyTarget() throws Exception {
        Event.CaughtUp caughtUp = project.upInSync();
        assertThat(caughtUp.files()).isEqualTo(3);
        assertThat(caughtUp.sent().written()).isEqualTo(3);
        assertThat(caughtUp.sent().folders()).isEqualTo(2);
        project.awaitMirrored();
        assertThat(inRoot("cat src/App.java")).isEqualTo("class App {}\n");
        assertThat(project.status().allInSync()).isTrue();
    }

    @Test
    void keepsTimesAsExactlyAsItSays() throws Exception {
        Files.setLastModifiedTime(
                project.path("README.md"), FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789)));
        upInSync();
        assertThat(inRoot("stat -c %y README.md")).startsWith(time());
        Files.setLastModifiedTime(
                project.path("src/App.java"), FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789)));
        project.write("another.txt", "so that there are two\n");
        project.awaitMirrored();
        assertThat(inRoot("stat -c %y src/App.java")).startsWith(time());
    }

    /// How the target shows 1,700,000,000.123456789 s.
    abstract String time();

    @Test
    void carriesCreationsChangesAndDeletions() throws Exception {
        upInSync();
        project.write("new/deep/er/file.txt", "new\n");
        project.awaitMirrored();
        project.write("src/App.java", "class App { int a; }\n");
        project.awaitMirrored();
        assertThat(inRoot("cat src/App.java")).isEqualTo("class App { int a; }\n");
        project.write("src/App.java", "");
        project.awaitMirrored();
        project.delete("README.md").delete("new");
        project.awaitMirrored();
        Files.createDirectory(project.path("empty"));
        project.awaitMirrored();
        assertThat(inRoot("ls")).isEqualTo("empty\nsrc\n");
        project.delete("empty");
        project.awaitMirrored();
    }

    @Test
    void carriesRenames() throws Exception {
        upInSync();
        Files.move(project.path("README.md"), project.path("LIESMICH.md"));
        project.awaitMirrored();
        Files.move(project.path("src"), project.path("main"));
        project.awaitMirrored();
        assertThat(inRoot("cat main/util/Text.java")).isEqualTo("class Text {}\n");
        project.write("main/util/Text.java", "class Text { int watchedStill; }\n");
        project.awaitMirrored();
        Files.move(project.path("main/util"), project.path("util"));
        Files.move(project.path("main/App.java"), project.path("util/App.java"));
        project.awaitMirrored();
    }

    @Test
    void carriesModesAndLinks() throws Exception {
        upInSync();
        Files.setPosixFilePermissions(project.path("src/App.java"), PosixFilePermissions.fromString("rwxr-x---"));
        project.awaitMirrored();
        assertThat(inRoot("ls -l src/App.java")).startsWith("-rwxr-x---");
        Files.createSymbolicLink(project.path("current"), Path.of("src/util"));
        Files.createSymbolicLink(project.path("dangling"), Path.of("no where"));
        Files.createSymbolicLink(project.path("outside"), Path.of("../../etc"));
        project.awaitMirrored();
        Files.delete(project.path("current"));
        Files.createSymbolicLink(project.path("current"), Path.of("src"));
        project.awaitMirrored();
        assertThat(inRoot("readlink current")).isEqualTo("src\n");
    }

    @Test
    void carriesEditsThatKeepSizeAndTime() throws Exception {
        upInSync();
        editKeepingTime("README.md", "# Red me.\n");
        project.awaitMirrored();
        editKeepingTime("README.md", "# Rot me.\n");
        project.awaitMirrored();
        assertThat(inRoot("cat README.md")).isEqualTo("# Rot me.\n");

        project.down();
        editKeepingTime("README.md", "# Off me.\n");
        editKeepingTime("src/App.java", "class Off {}\n");
        assertThat(project.upInSync().sent().written()).isEqualTo(2);
        project.awaitMirrored();
        assertThat(inRoot("cat README.md src/App.java")).isEqualTo("# Off me.\nclass Off {}\n");
    }

    private void editKeepingTime(String path, String content) throws Exception {
        Path file = project.path(path);
        long size = Files.size(file);
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, time);
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void carriesSwapsOfType() throws Exception {
        project.write("a", "file").write("b/in", "folder").write("c", "file").write("d/in", "folder");
        upInSync();
        project.delete("a").write("a/in/deep", "now a folder");
        project.delete("b").write("b", "now a file");
        project.delete("c");
        Files.createSymbolicLink(project.path("c"), Path.of("src"));
        project.delete("d");
        Files.createSymbolicLink(project.path("d"), Path.of("b"));
        project.awaitMirrored();
        project.delete("c").write("c/in", "a folder where a link was");
        project.delete("d").write("d", "a file where a link was");
        project.awaitMirrored();
        assertThat(inRoot("cat b d c/in; ls src")).contains("now a file", "where a link was", "App.java");
    }

    @Test
    void carriesOddNames() throws Exception {
        upInSync();
        List<String> names = List.of(
                "with space",
                " ",
                "'single'",
                "\"double\"",
                "new\nline",
                "tab\there",
                "-rf",
                "--help",
                "*",
                "$(touch pwned)",
                "`id`",
                "a;b&c|d",
                "back\\slash",
                "größe",
                "日本語",
                "🚀",
                "%41",
                "#hash",
                "!bang",
                "[x]",
                "{a,b}",
                "~");
        HostTree host = new HostTree(project.source());
        for (String name : names) {
            host.file("odd/" + name, "content of " + name);
            host.file("folders/" + name + "/" + name, "deep in " + name);
            Files.createSymbolicLink(
                    Files.createDirectories(project.path("links")).resolve(name), Path.of(name));
        }
        host.file(new RelativePath("odd/latin-\u00e9\u00ff"), "not UTF-8".getBytes(ISO_8859_1), 0644);
        host.file(new RelativePath("folders/\u00e4\u00f6/\u00fc"), "nor here".getBytes(ISO_8859_1), 0644);
        project.awaitMirrored();
        for (String name : names) {
            Files.writeString(host.fileOf(RelativePath.of("odd/" + name)), "another content");
        }
        Files.writeString(host.fileOf(new RelativePath("odd/latin-\u00e9\u00ff")), "another content");
        project.awaitMirrored();
        SyncedProject.deleteAll(project.path("folders"));
        project.awaitMirrored();
    }

    @Test
    void carriesPathsOfThreeHundredCharacters() throws Exception {
        upInSync();
        String deep = "a".repeat(100) + "/" + "b".repeat(99) + "/" + "c".repeat(99);
        project.write(deep, "deep");
        project.write("d".repeat(255), "long");
        project.write("e".repeat(250) + "/" + "f".repeat(250) + "/" + "g".repeat(250), "longer");
        project.awaitMirrored();
        project.write(deep, "deep, changed");
        project.awaitMirrored();
        project.delete("a".repeat(100));
        project.awaitMirrored();
    }

    @Test
    void takesASaveForOneChange() throws Exception {
        project.write("vim.txt", "one\n").write("idea.txt", "one\n").write("code.txt", "one\n");
        upInSync();

        // vim with 'backupcopy=no': probes with a file 4913, keeps the old one as a backup, writes anew.
        Files.writeString(project.path("4913"), "");
        Files.delete(project.path("4913"));
        Files.move(project.path("vim.txt"), project.path("vim.txt~"));
        Files.writeString(project.path("vim.txt"), "two\n");
        Files.setPosixFilePermissions(project.path("vim.txt"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(project.path("vim.txt~"));
        expectOnly("vim.txt");

        // JetBrains' "safe write".
        Files.writeString(project.path("idea.txt___jb_tmp___"), "two\n");
        Files.move(project.path("idea.txt"), project.path("idea.txt___jb_old___"));
        Files.move(project.path("idea.txt___jb_tmp___"), project.path("idea.txt"));
        Files.delete(project.path("idea.txt___jb_old___"));
        expectOnly("idea.txt");

        // VS Code truncates, then writes.
        try (var channel = Files.newByteChannel(
                project.path("code.txt"), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Thread.sleep(5);
            channel.write(ByteBuffer.wrap("two\n".getBytes(ISO_8859_1)));
        }
        expectOnly("code.txt");

        // gofmt, sed -i and many more.
        Files.writeString(project.path("src/sedAbC12"), "class App { /* formatted */ }\n");
        Files.move(
                project.path("src/sedAbC12"),
                project.path("src/App.java"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        project.awaitMirrored();
    }

    private void expectOnly(String path) throws Exception {
        project.awaitMirrored();
        project.awaitQuiet();
        assertThat(project.announced()).as(project.events.toString()).containsExactly(List.of(path));
        project.events.forget();
    }

    /// Every version is one line, repeated, so that a mixture or a part of one is told by any reader.
    ///
    /// Even versions are renamed into place on the host and must never be seen in part. Odd ones are truncated and
    /// written there, which takes the host itself some moments: it may show the start of one, and so may the
    /// container, but never a missing file, a mixture, or a cut within a block.
    @Test
    void showsReadersNothingButWholeFiles() throws Exception {
        project.write("data", version(0));
        upInSync();
        String reader = """
                cd "$1"; n=0; short=0
                while [ ! -e stop ]; do
                  v=$(cat data 2>/tmp/err; echo "$?")
                  n=$((n + 1))
                  case $v in *0) ;; *) echo "not readable: $(cat /tmp/err)"; exit 1 ;; esac
                  v=${v%0}
                  if [ ${#v} != 20000 ]; then
                    case $v in
                      version\\ [0-9][0-9][0-9][0-9][0-9][0-9][13579],* | '') ;;
                      *) echo "part of a version that was never written in parts: length ${#v}"; exit 1 ;;
                    esac
                    [ $((${#v} % 4096)) = 0 ] || { echo "cut within a block: length ${#v}"; exit 1; }
                    short=$((short + 1))
                    continue
                  fi
                  u=$(echo "${v%?}" | sort -u | wc -l)
                  [ "$u" = 1 ] || { echo "torn: $u lines"; exit 1; }
                done
                echo "$n reads, $short short"
                """;
        var read = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return container
                                .execInContainer("sh", "-c", reader, "reader", root)
                                .getStdout();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
        for (int i = 1; i <= 500; i++) {
            long before = revisionThere();
            if (i % 2 == 0) {
                project.replace("data", version(i));
            } else {
                overwrite(project.path("data"), version(i));
            }
            // Each version arrives before the next one is made.
            await().atMost(SyncedProject.LIMIT)
                    .pollInterval(Duration.ofMillis(1))
                    .pollDelay(Duration.ZERO)
                    .until(() -> revisionThere() > before || read.isDone());
            assertThat(read).as("the reader goes on at version " + i).isNotDone();
        }
        project.awaitMirrored();
        long arrived =
                project.announced().stream().filter(List.of("data")::equals).count();
        assertThat(arrived).as("versions that arrived one by one").isGreaterThan(450);
        project.write("stop", "");
        assertThat(read.get(30, TimeUnit.SECONDS)).matches("[1-9]\\d* reads, \\d+ short\n");
        project.awaitMirrored();
    }

    private long revisionThere() {
        return project.status().syncs().getFirst().targets().getFirst().revision();
    }

    /// In one write, as a host file that is written piece by piece really has these pieces for a while.
    private static void overwrite(Path file, String content) throws Exception {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(content.getBytes(ISO_8859_1)));
        }
    }

    /// 20,000 bytes.
    private static String version(int number) {
        return "version %07d, always of one length..\n".formatted(number).repeat(500);
    }

    @Test
    void endsEqualWithAFileThatGrowsAllTheTime() throws Exception {
        upInSync();
        Path log = project.path("server.txt");
        for (int i = 0; i < 400; i++) {
            Files.writeString(
                    log,
                    "line " + i + " of something that is written without a pause\n".repeat(50),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Thread.sleep(2);
        }
        project.awaitMirrored();
    }
}
