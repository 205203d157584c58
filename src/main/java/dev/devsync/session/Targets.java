package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import java.util.List;

/// The containers of a service that run at this moment, for commands that look once.
final class Targets {

    private Targets() {}

    /// @param connectors one for each running container
    /// @param absence why there is none, if there is none
    record Found(List<Connector> connectors, String absence) {}

    static Found of(Service service, Session.EngineOpener engines) throws EngineException {
        if (service.location() instanceof Location.LocalFolder) {
            return new Found(List.of(new LocalConnector()), "");
        }
        Engine engine = engines.open();
        List<ContainerInfo> containers = engine.containers(ContainerFollower.query(service));
        List<Connector> running = containers.stream()
                .filter(ContainerInfo::isRunning)
                .<Connector>map(container -> new ContainerConnector(engine, container))
                .toList();
        return new Found(running, running.isEmpty() ? ContainerFollower.absence(service, containers) : "");
    }
}
