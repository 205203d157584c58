package dev.devsync.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.SyncMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class DevsyncIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger roots = new AtomicInteger();
    private GenericContainer<?> container;
    private Path source;
    private String root;

    @BeforeAll
    void start() throws Exception {
        TestEngine.connect().close(); // Testcontainers and devsync mean the same engine
        container = TestEngine.start("busybox");
    }

    @AfterAll
    void stop() {
        container.close();
    }

    @BeforeEach
    void makeSource(@TempDir Path folder) throws Exception {
        source = folder;
        root = "/case-" + roots.incrementAndGet() + "/app";
        write("src/main.txt", "one");
        write("notes.log", "not for the container");
    }

    private void write(String path, String content) throws Exception {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String inContainer(String command) throws Exception {
        return container
                .execInContainer("sh", "-c", "cd \"$1\" && eval \"$2\"", "sh", root, command)
                .getStdout();
    }

    private ContainerSync sync() {
        return Devsync.sync(source).ignore("*.log").to(container.getContainerId(), root);
    }

    @Test
    void bringsAContainerUpToDateOnce() throws Exception {
        SyncResult first = sync().once();
        assertThat(first.files()).isEqualTo(1);
        assertThat(first.written()).isEqualTo(1);
        assertThat(first.bytes()).isEqualTo(3);
        assertThat(inContainer("find . -type f ! -path './.devsync*'")).isEqualTo("./src/main.txt\n");

        write("src/other.txt", "two");
        Files.delete(source.resolve("src/main.txt"));
        SyncResult second = sync().once();
        assertThat(second.files()).isEqualTo(1);
        assertThat(second.written()).isEqualTo(1);
        assertThat(second.deleted()).isEqualTo(1);
        assertThat(sync().verify()).isEmpty();
    }

    @Test
    void includesEveryEditThatWasMadeBeforeTheWait() throws Exception {
        try (DevsyncSession session = sync().start()) {
            for (int i = 0; i < 60; i++) {
                String content = "version " + i;
                write("src/main.txt", content);
                write("d" + i % 7 + "/f" + i, content);
                Files.deleteIfExists(source.resolve("d" + (i - 3) % 7 + "/f" + (i - 3)));
                session.awaitInSync(LIMIT);
                String gone = "d" + (i - 3) % 7 + "/f" + (i - 3);
                assertThat(inContainer("cat src/main.txt d" + i % 7 + "/f" + i + "; ls " + gone + " 2>/dev/null"))
                        .isEqualTo(content + content);
            }
            assertThat(session.verify()).isEmpty();
        }
    }

    @Test
    void tellsWhatDiffers() throws Exception {
        sync().once();
        inContainer("echo changed >src/main.txt");
        write("new.txt", "new");
        assertThat(sync().verify())
                .containsExactly(
                        new Difference("new.txt", "missing in the target"),
                        new Difference("src/main.txt", "content differs"));
    }

    @Test
    void takesOptions() throws Exception {
        write("keep/a.txt", "a");
        container.execInContainer("sh", "-c", "mkdir -p " + root + "/keep && echo x >" + root + "/keep/theirs");
        Devsync.sync(source)
                .include("keep/**")
                .mode(SyncMode.ONE_WAY_REPLICA)
                .owner(12, 34)
                .to(container.getContainerId().substring(0, 12), root)
                .engine(DockerClientFactory.instance().getTransportConfig().getDockerHost())
                .once();
        assertThat(inContainer("stat -c '%u:%g %n' keep/*; ls")).isEqualTo("12:34 keep/a.txt\nkeep\n");
    }

    @Test
    void showsWhatHappensIfAskedTo() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sync().log(new PrintStream(out)).once();
        assertThat(out.toString(UTF_8)).contains("1 file");
    }

    @Test
    void saysWhichContainerIsMissing() throws Exception {
        ContainerSync nowhere = Devsync.sync(source).to("0123456789abcdef", "/app");
        assertThatExceptionOfType(DevsyncException.ContainerUnreachable.class)
                .isThrownBy(nowhere::once)
                .withMessageContaining("0123456789ab: there is no container with the id 0123456789ab")
                .withMessageContaining("getTransportConfig");
        assertThatExceptionOfType(DevsyncException.ContainerUnreachable.class).isThrownBy(nowhere::verify);
        try (DevsyncSession session = nowhere.start()) {
            assertThatExceptionOfType(DevsyncException.NotInTime.class)
                    .isThrownBy(() -> session.awaitInSync(Duration.ofSeconds(2)))
                    .withMessageContaining("not in sync after 2000 ms: 0123456789ab: ");
        }
    }

    @Test
    void saysThatNoEngineAnswers() {
        ContainerSync nowhere = sync().engine(URI.create("unix://" + source.resolve("none.sock")));
        assertThatExceptionOfType(DevsyncException.EngineUnreachable.class)
                .isThrownBy(nowhere::once)
                .withMessageContaining("none.sock");
        assertThatExceptionOfType(DevsyncException.EngineUnreachable.class).isThrownBy(nowhere::start);
        assertThatExceptionOfType(DevsyncException.Misconfigured.class)
                .isThrownBy(() -> sync().engine(URI.create("gopher://x")).verify());
    }

    @Test
    void saysWhatItWasGivenWrong() {
        assertThatThrownBy(() -> Devsync.sync(source.resolve("none")))
                .isInstanceOf(DevsyncException.Misconfigured.class)
                .hasMessageContaining("there is no folder " + source.resolve("none"));
        assertThatThrownBy(() -> Devsync.sync(source.resolve("notes.log")))
                .isInstanceOf(DevsyncException.Misconfigured.class)
                .hasMessageContaining("is a file and not a folder");
        assertThatThrownBy(() -> Devsync.sync(source).to("my-container", "/app"))
                .isInstanceOf(DevsyncException.Misconfigured.class)
                .hasMessageContaining("this is no container id: `my-container`");
        assertThatThrownBy(() -> Devsync.sync(source).to(container.getContainerId(), "app"))
                .isInstanceOf(DevsyncException.Misconfigured.class)
                .hasMessageContaining("must be absolute");
        assertThatThrownBy(() -> Devsync.sync(source)
                        .ignore("[z-a")
                        .to(container.getContainerId(), root)
                        .start())
                .isInstanceOf(DevsyncException.Misconfigured.class)
                .hasMessageContaining("[z-a");
    }

    @Test
    void haltsBeforeAllIsDeleted() throws Exception {
        try (DevsyncSession session = sync().start()) {
            session.awaitInSync(LIMIT);
            Files.delete(source.resolve("src/main.txt"));
            assertThatExceptionOfType(DevsyncException.Halted.class)
                    .isThrownBy(() -> session.awaitInSync(LIMIT))
                    .withMessageContaining("has no files any more")
                    .withMessageContaining("unlimitedDeletions");
            assertThat(inContainer("cat src/main.txt")).isEqualTo("one");

            write("src/main.txt", "back");
            session.awaitInSync(LIMIT);
            assertThat(inContainer("cat src/main.txt")).isEqualTo("back");
        }
        Files.delete(source.resolve("src/main.txt"));
        assertThatExceptionOfType(DevsyncException.Halted.class).isThrownBy(() -> sync().once());
        ContainerSync free =
                Devsync.sync(source).ignore("*.log").unlimitedDeletions().to(container.getContainerId(), root);
        assertThat(free.once().deleted()).isEqualTo(1);
    }

    @Test
    void saysWhichPathsAContainerWouldNotTake() throws Exception {
        container.execInContainer("sh", "-c", "mkdir -p " + root + "/src/main.txt/theirs");
        assertThatExceptionOfType(DevsyncException.Incomplete.class)
                .isThrownBy(() -> sync().once())
                .withMessageContaining("src/main.txt")
                .satisfies(e -> assertThat(e.problems()).hasSize(1));
        try (DevsyncSession session = sync().start()) {
            // On a slow machine the first limit may be over before anything was tried.
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThatExceptionOfType(DevsyncException.NotInTime.class)
                            .isThrownBy(() -> session.awaitInSync(Duration.ofSeconds(2)))
                            .withMessageContaining("would not take everything: src/main.txt"));
        }
    }

    @Test
    void catchesUpWhenTheContainerRestarts() throws Exception {
        try (GenericContainer<?> own = TestEngine.start("busybox");
                DevsyncSession session = Devsync.sync(source)
                        .ignore("*.log")
                        .to(own.getContainerId(), "/app")
                        .start()) {
            session.awaitInSync(LIMIT);
            own.getDockerClient()
                    .restartContainerCmd(own.getContainerId())
                    .withTimeout(0)
                    .exec();
            write("src/main.txt", "after the restart");
            session.awaitInSync(LIMIT);
            assertThat(own.execInContainer("cat", "/app/src/main.txt").getStdout())
                    .isEqualTo("after the restart");
        }
    }
}
