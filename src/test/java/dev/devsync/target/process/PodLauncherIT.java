package dev.devsync.target.process;

import dev.devsync.target.Launcher;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Processes in pods.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PodLauncherIT extends LauncherContract {

    private Engine engine;
    private GenericContainer<?> container;
    private TestCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start("debian");
        cluster = new TestCluster(engine, folder);
        cluster.add("api-1", "api", container.getContainerId());
    }

    @AfterAll
    void stop() {
        if (engine != null) {
            cluster.close();
            container.stop();
            engine.close();
        }
    }

    @Override
    protected Launcher launcher() throws Exception {
        var transport = cluster.exec("api-1");
        return new ParkedLauncher((user, rights) -> transport, new TargetPath("/"));
    }

    @Override
    protected boolean canLetLive() {
        return true;
    }

    @Override
    protected String inTarget(String shell) throws Exception {
        return container.execInContainer("sh", "-c", shell).getStdout();
    }
}
