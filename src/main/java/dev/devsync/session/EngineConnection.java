package dev.devsync.session;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineAddress;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.kube.Kubectl;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The engine that the environment names, connected when it is first asked for.
public final class EngineConnection implements Session.EngineOpener {

    private final Map<String, String> environment;
    private final Path home;
    private @Nullable Engine engine;

    /// @param environment `DOCKER_HOST` and its kin
    /// @param home where the docker CLI keeps its contexts, in `.docker`
    public EngineConnection(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    @Override
    public Kubectl kubectl() {
        return Kubectl.of(environment);
    }

    @Override
    public synchronized Engine open() throws EngineException {
        if (engine == null) {
            engine = Engine.connect(EngineAddress.resolve(environment, home));
        }
        return engine;
    }
}
