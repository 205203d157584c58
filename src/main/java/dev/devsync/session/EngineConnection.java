package dev.devsync.session;

import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineAddress;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.OwnContainer;
import dev.devsync.target.docker.Sidecar;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine that the environment names, connected when it is first asked for.
public final class EngineConnection implements Session.EngineOpener, AutoCloseable {

    private final Map<String, String> environment;
    private final Path home;
    private final OwnContainer own = OwnContainer.ofProcess();
    private @Nullable Engine engine;

    /// @param environment `DOCKER_HOST` and its kin
    /// @param home where the docker CLI keeps its contexts, in `.docker`
    public EngineConnection(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public synchronized Engine open() throws EngineException {
        if (engine == null) {
            Engine connected = Engine.connect(EngineAddress.resolve(environment, home));
            Optional<ContainerInfo> self = own.at(connected);
            self.ifPresent(container -> connected.workBeside(Sidecar.of(container, environment)));
            engine = connected;
        }
        return engine;
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    /// The Compose project of the container that devsync itself runs in; empty if it runs in none, or if the engine
    /// cannot be asked, which whoever needs the engine will hear soon enough.
    public Optional<String> ownProject() {
        if (!own.isLikely()) {
            return Optional.empty();
        }
        try {
            return open().sidecar().flatMap(Sidecar::project);
        } catch (EngineException e) {
            return Optional.empty();
        }
    }
}
