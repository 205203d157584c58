package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.target.Access;
import dev.devsync.target.Claim;
import dev.devsync.target.Target;
import dev.devsync.target.TargetContract;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// The contract in a container: the sh agent over an exec stream. Each case has a root of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class ExecTargetContract implements TargetContract {

    private final AtomicInteger roots = new AtomicInteger();
    private Engine engine;
    private Toolbox toolbox;
    private GenericContainer<?> container;
    private String root = "/none";

    abstract String image();

    GenericContainer<?> container() {
        return container;
    }

    /// The shell of the container, for the tests' own commands.
    String shell() {
        return "sh";
    }

    @BeforeAll
    void start() throws EngineException {
        engine = TestEngine.connect();
        toolbox = Toolbox.of(engine, "devsync-test/busybox", note -> {});
        container = TestEngine.start(image());
    }

    @AfterAll
    void stop() {
        container.close();
        engine.close();
    }

    @Override
    @BeforeEach
    public void open(@TempDir Path folder) throws Exception {
        root = "/case " + roots.incrementAndGet() + "/the root"; // a space, as users have them
        TargetContract.super.open(folder);
    }

    @Override
    public Target connect(SyncMode mode) throws TargetException {
        return connect(mode, Claim.first());
    }

    private Target connect(SyncMode mode, Claim claim) throws TargetException {
        ContainerInfo info;
        try {
            info = TestEngine.info(engine, container);
        } catch (EngineException e) {
            throw new TargetException.Disconnected("no container", e);
        }
        TargetOptions options = new TargetOptions(new TargetPath(root), mode, null, Access.WRITE, claim);
        return new ContainerTransport(engine, info, toolbox, null, options.root())
                .open(options.access(), transport -> AgentTarget.open(transport, options));
    }

    /// A laptop that wakes up must not push out the one that has taken over meanwhile.
    @Test
    void whoConnectsAgainTakesTheTargetFromNobody() throws Exception {
        Claim first = Claim.first();
        connect(SyncMode.ONE_WAY_SAFE, first).close();
        Claim older = first.again(Instant.now());
        try (Target again = connect(SyncMode.ONE_WAY_SAFE, older)) {
            again.check();
        }
        try (Target newer = connect(SyncMode.ONE_WAY_SAFE, Claim.first())) {
            assertThatThrownBy(() -> connect(SyncMode.ONE_WAY_SAFE, older)).isInstanceOf(TargetException.Fenced.class);
            newer.check();
            assertThat(newer.scan().present().files()).isZero();
        }
    }

    @Override
    public String inTarget(String command) throws Exception {
        return container
                .execInContainer(
                        shell(),
                        "-c",
                        "d=${0%/*}; [ $d = $0 ] || PATH=$d:$PATH; cd \"$1\" && eval \"$2\"",
                        shell(),
                        root,
                        command)
                .getStdout();
    }
}
