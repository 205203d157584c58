package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// What devsync relies on in the real kubectl.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class KubectlIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private TestCluster cluster;

    @BeforeEach
    void connect() throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start("busybox");
        cluster = new TestCluster(engine, folder);
        cluster.add("api-1", "api", container.getContainerId());
    }

    @AfterEach
    void disconnect() {
        if (engine != null) {
            cluster.close();
            container.close();
            engine.close();
        }
    }

    private AgentChannel start(String... command) throws Exception {
        return cluster.exec("api-1").start(List.of(command));
    }

    private static String rest(AgentChannel channel) throws IOException {
        try (InputStream output = channel.output()) {
            return new String(output.readAllBytes(), UTF_8);
        }
    }

    /// Only v5 can carry the end of the input, and kubectl offers nothing older over WebSocket: the server of
    /// the tests need not speak it either.
    @Test
    void streamsAreV5() throws Exception {
        try (AgentChannel channel = start("echo", "hello")) {
            assertThat(rest(channel)).isEqualTo("hello\n");
        }
        List<ApiRequest> execs = cluster.requests().stream()
                .filter(request -> request.path().endsWith("/exec"))
                .toList();
        assertThat(execs).hasSize(1);
        assertThat(execs.getFirst().field("sec-websocket-protocol")).isEqualTo("v5.channel.k8s.io");
    }

    @Test
    void scriptsStayOutOfAddresses() throws Exception {
        String script = "# " + "x".repeat(20_000) + "\nprintf '%s|' \"$0\" \"$@\"; cat\n";
        try (AgentChannel channel = start("sh", "-c", script, "name", "a b", "$(date)", "c\nd")) {
            channel.input().write("what follows the script is the process's\n".getBytes(UTF_8));
            channel.input().close();
            assertThat(rest(channel)).isEqualTo("name|a b|$(date)|c\nd|what follows the script is the process's\n");
        }
        assertThat(cluster.requests())
                .allSatisfy(request -> assertThat(request.query().toString()).hasSizeLessThan(1000));
    }

    @Test
    void theEndOfTheInputArrives() throws Exception {
        try (AgentChannel channel = start("cat")) {
            channel.input().write("in\n".getBytes(UTF_8));
            channel.input().close();
            assertThat(rest(channel)).isEqualTo("in\n");
        }
    }

    @Test
    void errorsOfTheProcessAreKept() throws Exception {
        try (AgentChannel channel = start("sh", "-c", "echo oops >&2; exit 3")) {
            assertThat(rest(channel)).isEmpty();
            assertThat(channel.diagnostics()).contains("oops");
        }
    }

    @Test
    void aProgramThatIsMissingIsTold() {
        assertThatThrownBy(() -> start("no-such-program", "x"))
                .isInstanceOf(TargetException.NoAgent.class)
                .hasMessageContaining("cannot run no-such-program");
    }

    @Test
    void closingEndsTheProcess() throws Exception {
        AgentChannel channel = start("sh", "-c", "echo up; exec cat");
        assertThat(channel.output().read()).isEqualTo('u');
        channel.close();
        await().atMost(LIMIT)
                .until(() -> TestEngine.processes(engine, container).equals(List.of("sleep infinity")));
    }

    @Test
    void closingFromAnotherThreadEndsARead() throws Exception {
        AgentChannel channel = start("sleep", "1000");
        Thread closer = Thread.ofVirtual().start(channel::close);
        assertThat(channel.output().read()).isEqualTo(-1);
        closer.join();
    }

    @Test
    void closingEndsAWriteThatIsStuck() throws Exception {
        AgentChannel channel = start("sleep", "1000"); // never reads: at some time all buffers are full
        Thread writer = Thread.ofPlatform().start(() -> {
            byte[] much = new byte[1 << 20];
            try {
                while (true) {
                    channel.input().write(much);
                }
            } catch (IOException e) {
                return; // as expected
            }
        });
        // Full is when the writer makes no more of its time: it waits for nothing but room.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicLong spent = new AtomicLong();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
            long now = threads.getThreadCpuTime(writer.threadId());
            return now > 0 && spent.getAndSet(now) == now;
        });
        channel.close();
        writer.join(Duration.ofSeconds(30));
        assertThat(writer.isAlive()).isFalse();
    }

    @Test
    void saysItsVersion() throws Exception {
        assertThat(cluster.kubectl().version()).matches("v1\\.\\d+.*");
    }
}
