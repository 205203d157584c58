package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in by a relay, and what becomes of those who are not, or who leave in the middle of something.
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class DoorTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TestHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new TestHub(folder, null);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), hub.port());
    }

    private static DataOutputStream greet(Socket socket, String token) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(RelayLine.GREETING);
        out.writeInt(token.length());
        out.write(token.getBytes(US_ASCII));
        return out;
    }

    private void awaitTurnedAway(String why) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(hub.turnedAway).containsExactly(why));
    }

    @Test
    void aWrongTokenIsTurnedAwayAndTold() {
        Relay wrong = new Relay(hub.relay().address(), Token.of("another token, as long"));
        assertThatThrownBy(wrong::ping).isInstanceOfSatisfying(RelayException.Misconfigured.class, e -> {
            assertThat(e).hasMessage("relay localhost:" + hub.port() + " does not take this token");
            assertThat(e.advice()).contains("token_file", "DEVSYNC_RELAY_TOKEN");
        });
        awaitTurnedAway("has a wrong token");
    }

    @Test
    void aPartOfTheTokenIsNotEnough() throws Exception {
        try (Socket socket = socket()) {
            greet(socket, "a token for tests onl");
            assertThat(socket.getInputStream().read()).isEqualTo(Mark.STRANGER.code());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aTokenOfAnyLengthIsNotRead() throws Exception {
        try (Socket socket = socket()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(RelayLine.GREETING);
            out.writeInt(Integer.MAX_VALUE);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatIsNoDevsyncIsTurnedAwayWithoutAWord() throws Exception {
        try (Socket socket = socket()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            try {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("reset"); // what it had not read was thrown away
            }
        }
        awaitTurnedAway("does not speak as a devsync of this version does");
    }

    /// As a cluster does every few seconds.
    @Test
    void aProbeIsNoNews() throws Exception {
        for (int i = 0; i < 30; i++) {
            socket().close();
        }
        hub.relay().ping();
        assertThat(hub.turnedAway).isEmpty();
    }

    @Test
    void whoSaysNothingIsTurnedAwayAfterAWhile() throws Exception {
        try (Socket socket = socket()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        awaitTurnedAway("said nothing for 5 s");
    }

    /// They must not keep out those who have a token for longer than they are waited for.
    @Test
    void strangersDoNotFillTheHouse() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                strangers.add(socket());
            }
            await().atMost(LIMIT).until(() -> hub.turnedAway.contains("too many at the door"));
            await().atMost(LIMIT).ignoreExceptions().until(() -> {
                hub.relay().ping();
                return true;
            });
        } finally {
            for (Socket each : strangers) {
                each.close();
            }
        }
    }

    @Test
    void aFolderThatItDoesNotServeIsRefused() {
        assertThatThrownBy(() ->
                        hub.relay().connect(new TargetOptions(new TargetPath("/etc"), SyncMode.ONE_WAY_SAFE, null)))
                .isInstanceOfSatisfying(TargetException.Refused.class, e -> {
                    assertThat(e).hasMessageContaining("does not pass on to /etc");
                    assertThat(e.advice()).isEqualTo("Write /app.");
                });
    }

    @Test
    void aDeltaThatIsCutShortLeavesNothing() throws Exception {
        try (Socket socket = socket()) {
            DataOutputStream out = greet(socket, "a token for tests only");
            RelayWriter writer = new RelayWriter(out);
            openFolder(writer, "0123456789abcdef");
            writer.mark(Mark.APPLY);
            writer.delta(new Delta(List.of(
                    new Change.Put(RelativePath.of("whole"), new Entry.File(3, 1, 0644)),
                    new Change.Put(RelativePath.of("cut"), new Entry.File(1 << 20, 1, 0644)))));
            writer.stream().write("abc".getBytes(US_ASCII));
            writer.number(1);
            writer.stream().write(new byte[1000]);
            writer.flush();
            await().atMost(LIMIT).until(() -> !isEmpty(hub.incoming()));
        }
        await().atMost(LIMIT).until(() -> isEmpty(hub.incoming()));
        assertThat(isEmpty(hub.folder())).isTrue();
    }

    private static void openFolder(RelayWriter out, String writer) throws IOException {
        out.mark(Mark.WRITE);
        out.text("/app");
        out.text(SyncMode.ONE_WAY_SAFE.keyword());
        out.text(writer);
        out.number(-1); // for the first time
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void pathsThatLeadOutEndTheConnection() throws Exception {
        try (Socket socket = socket()) {
            DataOutputStream out = greet(socket, "a token for tests only");
            RelayWriter writer = new RelayWriter(out);
            openFolder(writer, "0123456789abcdef");
            writer.flush();
            out.write(Mark.APPLY.code());
            out.writeInt(1);
            out.write('p');
            out.writeInt("../outside".length());
            out.write("../outside".getBytes(US_ASCII));
            out.write('l');
            out.writeInt(1);
            out.write('x');
            out.flush();
            socket.setSoTimeout(20_000);
            socket.getInputStream().readAllBytes(); // until it ends
        }
        try (var files = Files.walk(folder)) {
            assertThat(files).noneMatch(file -> file.endsWith("outside"));
        }
    }

    @Test
    void aWriterWithAnotherNameEndsTheConnection() throws Exception {
        try (Socket socket = socket()) {
            DataOutputStream out = greet(socket, "a token for tests only");
            RelayWriter writer = new RelayWriter(out);
            openFolder(writer, "../../../outside");
            writer.flush();
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().readAllBytes())
                    .as("but for the greeting")
                    .hasSize(1);
        }
        assertThat(hub.folder()).doesNotExist();
    }

    @Test
    void nobodyThere() {
        hub.close();
        assertThatThrownBy(() -> hub.relay().ping())
                .isInstanceOf(RelayException.Unreachable.class)
                .hasMessageContaining("connection refused");
    }

    @Test
    void tokensThatCanBeGuessedAreRefused() {
        assertThatThrownBy(() -> Token.of("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 5 bytes");
        assertThat(Token.of("a token for tests only\n")).hasToString("(a token)");
    }
}
