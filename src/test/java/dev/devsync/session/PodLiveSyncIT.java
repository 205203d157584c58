package dev.devsync.session;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;

/// The same in a pod, which real kubectl reaches.
class PodLiveSyncIT extends LiveSyncContract {

    private @Nullable TestCluster cluster;

    @BeforeAll
    static void needsKubectl() {
        TestKubectl.program();
    }

    @Override
    String image() {
        return "debian";
    }

    @Override
    String time() {
        return "2023-11-14 22:13:20.123456789";
    }

    @Override
    SyncedProject project(Path folder, Engine engine, GenericContainer<?> container, String root) throws Exception {
        TestCluster made = new TestCluster(engine, folder);
        cluster = made;
        made.add("api-1", "api", container.getContainerId());
        return SyncedProject.inPods(folder, new PodsOnly(made), "app=api", root);
    }

    @AfterEach
    void endCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
