package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.target.Access;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.Toolbox;
import dev.devsync.tree.TargetPath;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The containers of services that run at this moment, for commands that look once.
final class Targets {

    private final Session.EngineOpener engines;
    private final ToolboxChoice choice;
    private final Reporter reporter;
    private @Nullable Toolbox toolbox;

    /// @param choice what helps out in containers without a shell
    Targets(Session.EngineOpener engines, ToolboxChoice choice, Reporter reporter) {
        this.engines = engines;
        this.choice = choice;
        this.reporter = reporter;
    }

    /// @param connectors one for each running container
    /// @param absence why there is none, if there is none
    record Found(List<Connector> connectors, String absence) {

        /// Those first that may write to a folder: where several have the same, the first one does.
        List<Connector> writableFirst(TargetPath folder) {
            return connectors.stream()
                    .sorted(Comparator.comparing(each -> each.access(folder) != Access.WRITE))
                    .toList();
        }
    }

    Found of(Service service) throws EngineException {
        if (service.location() instanceof Location.LocalFolder) {
            return new Found(List.of(new LocalConnector()), "");
        }
        Engine engine = engines.open();
        Toolbox shared = toolbox == null ? ContainerConnector.toolbox(engine, choice, reporter) : toolbox;
        toolbox = shared;
        List<ContainerInfo> containers = engine.containers(ContainerFollower.query(service));
        List<Connector> running = containers.stream()
                .filter(ContainerInfo::isRunning)
                .<Connector>map(container -> new ContainerConnector(engine, container, shared))
                .toList();
        return new Found(running, running.isEmpty() ? ContainerFollower.absence(service, containers) : "");
    }
}
