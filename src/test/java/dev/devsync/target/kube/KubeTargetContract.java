package dev.devsync.target.kube;

import dev.devsync.target.Target;
import dev.devsync.target.TargetContract;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// The contract in a pod: the sh agent over `kubectl exec`. Each case has a root of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class KubeTargetContract implements TargetContract {

    private final AtomicInteger roots = new AtomicInteger();
    private Engine engine;
    private GenericContainer<?> container;
    private TestCluster cluster;
    private String root = "/none";

    abstract String image();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start(image());
        cluster = new TestCluster(engine, folder);
        cluster.add("api-1", "api", container.getContainerId());
    }

    @AfterAll
    void stop() {
        if (engine != null) {
            cluster.close();
            container.close();
            engine.close();
        }
    }

    @Override
    @BeforeEach
    public void open(@TempDir Path folder) throws Exception {
        root = "/case " + roots.incrementAndGet() + "/the root"; // a space, as users have them
        TargetContract.super.open(folder);
    }

    @Override
    public Target connect(SyncMode mode) throws TargetException {
        try {
            PodInfo pod = cluster.cluster().pods("app=api").getFirst();
            PodExec exec = cluster.cluster().exec(pod, pod.container(null).orElseThrow());
            return AgentTarget.open(exec, new TargetOptions(new TargetPath(root), mode, null));
        } catch (KubeException e) {
            throw new TargetException.Disconnected("no cluster", e);
        }
    }

    @Override
    public String inTarget(String command) throws Exception {
        return container
                .execInContainer("sh", "-c", "cd \"$0\" && eval \"$1\"", root, command)
                .getStdout();
    }
}
