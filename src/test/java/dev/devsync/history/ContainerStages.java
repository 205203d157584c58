package dev.devsync.history;

import com.github.dockerjava.api.DockerClient;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;

/// Stages whose targets are folders of one container, a new one for each.
final class ContainerStages implements Theatre.Stages, AutoCloseable {

    private final TargetKind kind;
    private final Engine engine;
    private final DockerClient docker;
    private final GenericContainer<?> container;
    private int stages;

    ContainerStages(TargetKind kind) throws Exception {
        this.kind = kind;
        this.engine = TestEngine.connect();
        this.docker = TestEngine.docker(engine);
        this.container = TestEngine.start(kind.image());
    }

    @Override
    public Stage open(Path folder) throws Exception {
        String name = container.getContainerName().substring(1);
        String root = "/history-" + ++stages + "/app";
        return new QuietStage(folder, new ContainerSite(docker, name, kind, root), TestEngine::connect);
    }

    @Override
    public void close() {
        container.close();
        engine.close();
    }
}
