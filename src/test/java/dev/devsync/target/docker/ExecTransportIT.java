package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ExecTransportIT {

    @SuppressWarnings("NullAway.Init")
    private static Engine engine;

    @SuppressWarnings("NullAway.Init")
    private static GenericContainer<?> container;

    @BeforeAll
    static void start() throws EngineException {
        engine = TestEngine.connect();
        container = TestEngine.start("busybox");
    }

    @AfterAll
    static void stop() {
        container.close();
        engine.close();
    }

    private static AgentChannel exec(String... command) throws Exception {
        return transport(null).start(List.of(command));
    }

    private static ExecTransport transport(@org.jspecify.annotations.Nullable String user) throws EngineException {
        return new ExecTransport(engine, TestEngine.info(engine, container), user);
    }

    private static String all(AgentChannel channel) throws IOException {
        return new String(channel.output().readAllBytes(), UTF_8);
    }

    @Test
    void echoesSixtyFourMebibytes() throws Exception {
        byte[] bytes = new byte[64 << 20];
        new Random(7).nextBytes(bytes);
        try (AgentChannel cat = exec("cat")) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(
                    () -> {
                        try {
                            for (int at = 0; at < bytes.length; at += 1 << 20) {
                                cat.input().write(bytes, at, 1 << 20);
                            }
                            cat.input().close();
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    TestEngine.THREADS);
            byte[] back = cat.output().readNBytes(bytes.length);
            assertThat(Arrays.equals(back, bytes)).isTrue();
            assertThat(cat.output().read()).isEqualTo(-1);
            writer.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void keepsOutputAndErrorsApart() throws Exception {
        try (AgentChannel sh = exec("sh", "-c", "echo out; echo err >&2; echo more")) {
            assertThat(all(sh)).isEqualTo("out\nmore\n");
            assertThat(sh.diagnostics()).isEqualTo("err");
        }
    }

    @Test
    void halfCloses() throws Exception {
        try (AgentChannel sh = exec("sh", "-c", "cat >/dev/null; echo got the end")) {
            sh.input().write("x".getBytes(UTF_8));
            sh.input().close();
            assertThat(all(sh)).isEqualTo("got the end\n");
        }
    }

    @Test
    void startsInTheRootFolderAsTheGivenUser() throws Exception {
        try (AgentChannel sh = transport("1000:1000").start(List.of("sh", "-c", "id -u; id -g; pwd"))) {
            assertThat(all(sh)).isEqualTo("1000\n1000\n/\n");
        }
    }

    @Test
    void readsWhatAProcessSaidThatEndedAtOnce() throws Exception {
        try (AgentChannel sh = exec("sh", "-c", "echo bye; exit 127")) {
            assertThat(all(sh)).isEqualTo("bye\n");
        }
        try (AgentChannel nothing = exec("true")) {
            assertThat(nothing.output().read()).isEqualTo(-1);
        }
    }

    /// Podman tells no pid of what has ended: only the exit code says that it was no failure to start.
    @Test
    void readsWhatAProcessSaidThatFailedAtOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (AgentChannel sh = exec("sh", "-c", "echo no; exit 1")) {
                assertThat(all(sh)).isEqualTo("no\n");
            }
        }
    }

    @Test
    void saysThatTheImageHasNoShell() throws Exception {
        try (GenericContainer<?> scratch = TestEngine.start("scratch")) {
            ContainerInfo info = TestEngine.info(engine, scratch);
            assertThatThrownBy(() -> new ExecTransport(engine, info, null).start(List.of("sh")))
                    .isInstanceOfSatisfying(TargetException.NoAgent.class, e -> {
                        assertThat(e).hasMessageContainingAll(info.name(), "cannot run sh", "not found");
                        assertThat(e.advice()).isEqualTo("The image devsync-test/scratch:latest has no sh.");
                    });
        }
    }

    @Test
    void saysThatAProgramMayNotBeRun() {
        assertThatThrownBy(() -> exec("/etc/passwd"))
                .isInstanceOf(TargetException.NoAgent.class)
                .hasMessageContainingAll("cannot run /etc/passwd", "permission denied");
    }

    @Test
    void saysThatThereIsNoSuchUser() {
        assertThatThrownBy(() -> transport("nobody-knows").start(List.of("sh")))
                .isInstanceOfSatisfying(TargetException.Refused.class, e -> {
                    assertThat(e).hasMessageContaining("nobody-knows");
                    assertThat(e.advice()).contains("1000:1000");
                });
    }

    @Test
    void saysWhatBecameOfAContainer() throws Exception {
        ContainerInfo[] info = new ContainerInfo[1];
        String name = "devsync-it-exec-" + System.nanoTime();
        TestEngine.raw(engine, name, create -> {}, id -> {
            info[0] = engine.container(id);
            ExecTransport transport = new ExecTransport(engine, info[0], null);
            assertThatThrownBy(() -> transport.start(List.of("sh")))
                    .isInstanceOf(TargetException.Disconnected.class)
                    .hasMessage("container " + name + " is not running (created, never started)");

            engine.client().startContainerCmd(id.value()).exec();
            engine.client().pauseContainerCmd(id.value()).exec();
            assertThatThrownBy(() -> transport.start(List.of("sh")))
                    .isInstanceOf(TargetException.Disconnected.class)
                    .hasMessage("container " + name + " is paused");

            engine.client().unpauseContainerCmd(id.value()).exec();
            engine.client().stopContainerCmd(id.value()).withTimeout(0).exec();
            assertThatThrownBy(() -> transport.start(List.of("sh")))
                    .isInstanceOf(TargetException.Disconnected.class)
                    .hasMessageMatching("container " + name + " is not running \\(exited 137, .*\\)");
        });
        assertThatThrownBy(() -> new ExecTransport(engine, info[0], null).start(List.of("sh")))
                .isInstanceOf(TargetException.Disconnected.class)
                .hasMessage("container " + name + " is gone");
    }

    @Test
    void endsReadingWhenTheContainerIsKilled() throws Exception {
        try (GenericContainer<?> mortal = TestEngine.start("busybox")) {
            ContainerInfo info = TestEngine.info(engine, mortal);
            AgentChannel cat = new ExecTransport(engine, info, null).start(List.of("cat"));
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readOne(cat), TestEngine.THREADS);
            engine.client().killContainerCmd(info.id().value()).exec();
            assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
            assertThatThrownBy(() -> {
                        byte[] block = new byte[1 << 20];
                        for (int i = 0; i < 16; i++) {
                            cat.input().write(block);
                        }
                    })
                    .isInstanceOf(IOException.class);
            cat.close();
        }
    }

    private static int readOne(AgentChannel channel) {
        try {
            return channel.output().read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void endsReadsAndWritesWhenItIsClosedFromElsewhere() throws Exception {
        AgentChannel sleep = exec("sleep", "1000");
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readOne(sleep), TestEngine.THREADS);
        CompletableFuture<Void> write = CompletableFuture.runAsync(
                () -> {
                    byte[] block = new byte[1 << 20];
                    try {
                        while (true) {
                            sleep.input().write(block);
                        }
                    } catch (IOException e) {
                        // What the test waits for.
                    }
                },
                TestEngine.THREADS);
        Thread.sleep(300);
        assertThat(write).isNotDone();
        sleep.close();
        sleep.close();
        assertThat(read.get(2, TimeUnit.SECONDS)).isEqualTo(-1);
        write.get(2, TimeUnit.SECONDS);
        container.execInContainer("pkill", "-9", "sleep"); // PID 1 is spared: the kernel ignores it there
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        List<AgentChannel> channels =
                List.of(exec("cat"), exec("sh"), exec("sh", "-c", "echo $$; read -r line; exec true"));
        assertThat(TestEngine.processes(engine, container)).contains("cat", "sh");
        channels.forEach(AgentChannel::close);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(TestEngine.processes(engine, container))
                        .noneMatch(command -> command.startsWith("cat") || command.startsWith("sh")));
    }
}
