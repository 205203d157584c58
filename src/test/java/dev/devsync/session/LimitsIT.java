package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.report.LeftOut;
import dev.devsync.report.Style;
import dev.devsync.report.TextDocuments;
import dev.devsync.report.Verdict;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// What cannot be synced is listed by `status` and `verify`, and nothing else waits for it.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class LimitsIT {

    private static Engine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    private SyncedProject project(GenericContainer<?> container) throws Exception {
        return new SyncedProject(
                folder, engine, "container: " + container.getContainerName().substring(1), "/srv/app");
    }

    private static void run(Path folder, String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static void assertListed(SyncedProject project, String... pathsAndReasons) throws Exception {
        assertThat(project.status().syncs().getFirst().leftOut())
                .extracting(LeftOut::path, LeftOut::why)
                .extracting(tuple ->
                        tuple.toList().getFirst() + ": " + tuple.toList().getLast())
                .containsExactly(pathsAndReasons);
        List<Verdict> verdicts = project.verified();
        assertThat(verdicts).allMatch(Verdict::isEqual);
        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(verdict.leftOut())
                        .isEqualTo(project.status().syncs().getFirst().leftOut()));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(shown, true, UTF_8)) {
            TextDocuments documents = new TextDocuments(out, Style.PLAIN, InstantSource.system());
            documents.status(project.status());
            documents.verdicts(verdicts);
        }
        for (String each : pathsAndReasons) {
            assertThat(shown.toString(UTF_8).split(java.util.regex.Pattern.quote("left out  " + each), -1))
                    .as("in the status and in what verify says")
                    .hasSize(3);
        }
    }

    /// Folders of one name, each in the one before, far deeper than the system takes a path for.
    private static final String NEST =
            "set -e; echo here >file; for i in $(seq 1 $1); do mkdir $2; cd -P $2; done; echo deep >file";

    /// As a program makes them that has gone mad, on the host and in the container.
    @Test
    void foldersWithoutEndHoldNothingUp() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.write("main.txt", "main\n").write("deep/file", "x").write("deeper/file", "x");
            run(project.path("deep"), "set 1100 d; " + NEST);
            assertThat(container
                            .execInContainer("sh", "-c", "mkdir -p /srv/app/own; cd /srv/app/own; set 600 o; " + NEST)
                            .getExitCode())
                    .isZero();
            try {
                project.upInSync();
                run(project.path("deeper"), "set 600 abcdefghi; " + NEST);
                project.write("main.txt", "main, changed\n");
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                project.status().syncs().getFirst().leftOut().size() == 2);
                assertThat(project.status().syncs().getFirst().leftOut())
                        .extracting(each -> each.path().substring(0, 6) + " " + each.why())
                        .containsExactly(
                                "deep/d more than 250 folders deep; left out",
                                "deeper more than 250 folders deep; left out");
                project.awaitVerified();
                project.awaitQuiet();
                project.down();
                project.upInSync();
            } finally {
                run(project.source(), "rm -rf ./deep*");
            }
        }
    }

    @Test
    void pipesSocketsAndDevicesAreSkippedAndListed() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container);
                ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            project.write("main.txt", "main\n").write("run/other.txt", "other\n");
            run(project.source(), "mkfifo pipe");
            socket.bind(UnixDomainSocketAddress.of(project.path("run/socket")));
            project.upInSync();
            assertListed(
                    project,
                    "pipe: a pipe, a socket or a device; left out",
                    "run/socket: a pipe, a socket or a device; left out");
            Files.delete(project.path("pipe"));
            Files.delete(project.path("run/socket"));
            project.write("pipe", "a file by now\n");
            project.awaitVerified();
            assertListed(project);
            assertThat(project.events.of(Event.Trouble.class)).isEmpty();
        }
    }

    /// Linux takes no path of more than 4096 bytes at once, though folders can be nested deeper step by step.
    @Test
    void whatLiesDeeperThanAPathCanSayIsListedAndTheRestGoesOn() throws Exception {
        String name = "d".repeat(250);
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.write("main.txt", "main\n");
            run(
                    project.source(),
                    "n=" + name + "; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do"
                            + " mkdir $n && cd -P $n || exit; done; echo deep >file");
            try {
                project.upInSync();
                project.write("main.txt", "main, changed\n");
                project.awaitVerified();
                assertThat(project.status().syncs().getFirst().leftOut())
                        .singleElement()
                        .satisfies(each -> {
                            assertThat(each.path()).startsWith(name + "/" + name);
                            assertThat(each.why()).isEqualTo("File name too long");
                        });
                assertThat(project.verified()).allMatch(Verdict::isEqual);
            } finally {
                run(project.source(), "rm -rf ./d*");
            }
        }
    }
}
