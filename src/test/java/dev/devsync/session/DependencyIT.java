package dev.devsync.session;

import dev.devsync.target.docker.TestEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.containers.GenericContainer;

/// The service that depends on the others is local, and so has each change long before them.
class DependencyIT extends DependencyContract {

    private GenericContainer<?> lib;
    private GenericContainer<?> tool;

    @BeforeEach
    void start() {
        lib = TestEngine.start("debian");
        tool = TestEngine.start("busybox");
    }

    @AfterEach
    void stop() {
        lib.close();
        tool.close();
    }

    @Override
    List<String> places() {
        return List.of(
                "    local: true",
                "    container: " + lib.getContainerName().substring(1),
                "    container: " + tool.getContainerName().substring(1));
    }

    @Override
    String root() {
        return folder.resolve("targets").toString();
    }

    @Override
    String meeting() {
        return ": they have no place to meet:"; // the local test has
    }

    @Override
    Session.EngineOpener engines() {
        return TestEngine::connect;
    }
}
