package dev.devsync.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Location;
import dev.devsync.config.Selection;
import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.config.Upkeep;
import dev.devsync.report.TargetName;
import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.target.Launcher;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.agent.Leavings;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looks at every byte that goes to the agent, from the first fill on: no content and no name of an ignored file is
/// among them. All of these have the word `canary` in them, and nothing else has.
@SuppressWarnings("NullAway.Init")
class NothingIgnoredLeavesTheHostTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CANARY = "canary";

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final RecordedEvents events = new RecordedEvents();

    @TempDir
    Path folder;

    private Path source;
    private Path target;
    private SyncedSource synced;
    private TargetLoop loop;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        target = folder.resolve("target");
        write(".dockerignore", "secrets\n**/*.key\n!public.key\n");
        write(".gitignore", "build/\n*.log\n");
        write("lib/.gitignore", "/generated\n");
        ignored("secrets/canary-1");
        ignored("secrets/deep/er/canary-2");
        ignored("a/canary.key");
        ignored("build/canary-3");
        ignored("a/b/canary.log");
        ignored("lib/generated/canary-4");
        ignored("private/canary-5");
        ignored(".git/canary-6");
        ignored("a/.canary.swp");
        ignored("outside-include/canary-7");
        write("a/file.txt", "plain\n");
        write("public.key", "public\n");
        write("lib/lib.txt", "plain\n");
    }

    @AfterEach
    void end() {
        if (loop != null) {
            loop.close();
            synced.close();
        }
    }

    private void write(String path, String content) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }

    /// Names are ignored as well as contents, so a link tells where it points.
    private void ignored(String path) throws IOException {
        write(path, "the " + CANARY + " of " + path + "\n".repeat(3));
    }

    private void start(SyncMode mode) throws Exception {
        Selection selection = new Selection.Patterns(
                List.of("/private/", "*~"),
                List.of("a/", "lib/", "build/", "secrets/", "private/", "late/", ".git/", "*.key", "/.*ignore", "end*"),
                GitignoreFiles.HONOURED);
        Sync sync = new Sync(
                SourceFolder.of(source, selection),
                new TargetPath(target.toString()),
                new Upkeep(mode, null, DeletionLimit.NONE, Duration.ofSeconds(1)));
        Service service = new Service("api", new Location.LocalFolder(), List.of(sync));
        synced = SyncedSource.begin(service, sync, events);
        synced.awaitReady();
        TargetMember member = new TargetMember(
                synced,
                new RecordingConnector(),
                new TargetName("api", "local", target.toString()),
                new Fanout("api", target.toString(), events),
                Arrivals.IGNORED);
        FolderReaders readers = new FolderReaders();
        readers.add(member);
        loop = new TargetLoop(member, readers, events, () -> {});
        loop.start();
        awaitSame("a/file.txt");
    }

    private void awaitSame(String path) {
        await().atMost(LIMIT)
                .until(() -> Files.exists(target.resolve(path))
                        && Files.mismatch(source.resolve(path), target.resolve(path)) == -1);
    }

    private void awaitAbsent(String path) {
        await().atMost(LIMIT).until(() -> Files.notExists(target.resolve(path)));
    }

    private void assertNoCanary() {
        String all;
        synchronized (sent) {
            all = sent.toString(ISO_8859_1);
        }
        assertThat(all).as("the recording works").contains("plain\n", "file.txt");
        int at = all.indexOf(CANARY);
        assertThat(at)
                .as(() -> "sent: …" + all.substring(Math.max(0, at - 200), Math.min(all.length(), at + 200)) + "…")
                .isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void atTheFirstFillAndLive(SyncMode mode) throws Exception {
        start(mode);
        assertThat(target.resolve("public.key")).hasContent("public");
        ignored("secrets/canary-new");
        ignored("late/build/canary");
        ignored("late/deep/canary.key");
        Files.createSymbolicLink(source.resolve("a/link.log"), Path.of(CANARY));
        Files.createDirectory(source.resolve("a/canary.log"));
        ignored("a/canary.log/x");
        write("late/file.txt", "plain\n");
        awaitSame("late/file.txt");
        Files.move(source.resolve("secrets/canary-1"), source.resolve("secrets/canary-8"));
        Files.move(source.resolve("late"), source.resolve("a/moved"));
        Files.delete(source.resolve("build/canary-3"));
        awaitSame("a/moved/file.txt");
        // Somebody in the container deletes and changes; the look that finds it names nothing that is ignored.
        Files.createDirectories(target.resolve("build"));
        Files.delete(target.resolve("lib/lib.txt"));
        awaitSame("lib/lib.txt");
        write("end", "plain\n");
        awaitSame("end");
        assertNoCanary();
    }

    @Test
    void whenIgnoreFilesAreEdited() throws Exception {
        start(SyncMode.ONE_WAY_SAFE);
        write("a/newly/hidden.txt", "plain\n");
        awaitSame("a/newly/hidden.txt");

        write(".dockerignore", "secrets\n**/*.key\n!public.key\na/newly\n");
        awaitAbsent("a/newly/hidden.txt");
        write("a/newly/hidden.txt", CANARY);
        ignored("a/newly/canary");
        write("lib/.gitignore", "/generated\n/newer\n");
        awaitSame("lib/.gitignore");
        ignored("lib/newer/canary");
        write("end", "plain\n");
        awaitSame("end");
        assertNoCanary();
    }

    /// The rule comes first, its file a moment later; the system may tell of them in the other order.
    @Test
    void whenARuleAndItsFileComeTogether() throws Exception {
        for (int i = 0; i < 60; i++) {
            write("a/late-" + i + "/plain.txt", "plain\n");
        }
        start(SyncMode.ONE_WAY_SAFE);
        awaitSame("a/late-59/plain.txt");
        StringBuilder rules = new StringBuilder("secrets\n**/*.key\n!public.key\n");
        for (int i = 0; i < 60; i++) {
            write("a/late-" + i + "/plain.txt", "plain\n" + i);
            write("a/file.txt", "plain\n" + i);
            Files.writeString(
                    source.resolve(".dockerignore"),
                    rules.append("a/late-").append(i).append("/hidden*\n"));
            write("a/late-" + i + "/hidden-" + CANARY, CANARY);
            Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            Files.writeString(elsewhere.resolve(".gitignore"), "/x\n");
            Files.writeString(elsewhere.resolve("x"), CANARY);
            Files.move(elsewhere, source.resolve("lib/moved-in-" + i));
            Thread.sleep(i % 7);
        }
        write("end", "plain\n");
        awaitSame("end");
        assertNoCanary();
    }

    @Test
    void whileIgnoreFilesAreSavedInTheWaysOfEditors() throws Exception {
        start(SyncMode.ONE_WAY_SAFE);
        Random random = new Random(1);
        for (int i = 0; i < 30; i++) {
            String name = List.of(".dockerignore", ".gitignore").get(i % 2);
            String content = Files.readString(source.resolve(name)) + "# " + i + "\n";
            switch (random.nextInt(3)) {
                case 0 -> { // truncated, then written
                    Files.writeString(source.resolve(name), "");
                    Thread.sleep(random.nextInt(10));
                    Files.writeString(source.resolve(name), content);
                }
                case 1 -> { // moved away, then written anew
                    Files.move(source.resolve(name), source.resolve(name + "~"), StandardCopyOption.REPLACE_EXISTING);
                    Thread.sleep(random.nextInt(10));
                    Files.writeString(source.resolve(name), content);
                }
                default -> { // written beside, then renamed
                    Files.writeString(source.resolve(name + "~"), content);
                    Files.move(source.resolve(name + "~"), source.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            ignored("secrets/canary-" + i);
            write("a/file.txt", "plain\n" + i);
            Thread.sleep(random.nextInt(40));
        }
        write("end", "plain\n");
        awaitSame("end");
        awaitSame(".dockerignore");
        assertNoCanary();
    }

    private final class RecordingConnector implements Connector {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public Target connect(TargetOptions options) throws TargetException {
            AgentTransport transport = new LocalTransport();
            return AgentTarget.open(
                    command -> {
                        record(String.join("\0", command).getBytes(ISO_8859_1), 0, -1);
                        return new RecordingChannel(transport.start(command));
                    },
                    options);
        }

        @Override
        public FolderIdentity identity(TargetPath folder) {
            return new FolderIdentity("this machine", folder);
        }

        @Override
        public Access access(TargetPath folder) {
            return Access.WRITE;
        }

        @Override
        public List<TargetPath> mountsBelow(TargetPath folder) {
            return List.of();
        }

        @Override
        public Leavings.Removal clean(Collection<TargetPath> roots) {
            throw new AssertionError("nothing is cleaned here");
        }

        @Override
        public Launcher launcher(TargetPath folder) {
            throw new AssertionError("nothing is started here");
        }

        @Override
        public void copyFrom(Connector other, List<TargetPath> paths) {
            throw new AssertionError("nothing is copied here");
        }

        @Override
        public Optional<ComposeOrigin> composeOrigin() {
            return Optional.empty();
        }

        @Override
        public void restart(Duration grace) {
            throw new AssertionError("nothing is restarted here");
        }
    }

    private void record(byte[] bytes, int from, int length) {
        synchronized (sent) {
            sent.write(bytes, from, length < 0 ? bytes.length : length);
        }
    }

    private final class RecordingChannel implements AgentChannel {
        private final AgentChannel inner;

        RecordingChannel(AgentChannel inner) {
            this.inner = inner;
        }

        @Override
        public InputStream output() {
            return inner.output();
        }

        @Override
        public OutputStream input() {
            OutputStream out = inner.input();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    record(bytes, from, length);
                    out.write(bytes, from, length);
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }
            };
        }

        @Override
        public String diagnostics() {
            return inner.diagnostics();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
