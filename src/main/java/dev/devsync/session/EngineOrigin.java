package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.target.docker.ContainerChange;
import dev.devsync.target.docker.ContainerId;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.ContainerQuery;
import dev.devsync.target.docker.ContainerState;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.EngineListener;
import dev.devsync.target.docker.Following;
import dev.devsync.target.docker.Toolbox;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The containers of an engine, connected when it is first asked.
final class EngineOrigin implements TargetOrigin {

    private final Session.EngineOpener engines;
    private final ToolboxChoice choice;
    private final Reporter reporter;
    private @Nullable Engine engine;
    private @Nullable Toolbox toolbox;

    /// @param choice what helps out in containers without a shell
    EngineOrigin(Session.EngineOpener engines, ToolboxChoice choice, Reporter reporter) {
        this.engines = engines;
        this.choice = choice;
        this.reporter = reporter;
    }

    @Override
    public void open() throws EngineException {
        engine();
    }

    /// A sidecar that is told to sync into its own container says so at once, instead of waiting for another.
    @Override
    public void check(Service service) throws EngineException {
        if (engine().sidecar().isPresent()) {
            containers(service);
        }
    }

    synchronized Engine engine() throws EngineException {
        Engine opened = engine;
        if (opened == null) {
            opened = engines.open();
            engine = opened;
        }
        return opened;
    }

    /// The toolbox that all containers share.
    synchronized Toolbox toolbox() throws EngineException {
        Toolbox shared = toolbox;
        if (shared == null) {
            shared = ContainerConnector.toolbox(engine(), choice, reporter);
            toolbox = shared;
        }
        return shared;
    }

    @Override
    public Found find(Service service, Targets.Reach reach) throws EngineException {
        Engine asked = engine();
        List<ContainerInfo> containers = containers(service);
        Map<String, Connector> running = new LinkedHashMap<>();
        for (ContainerInfo container : containers) {
            if (reach.takes(container.state())) {
                running.put(
                        container.id().value() + "@" + container.startedAt(),
                        new ContainerConnector(asked, container, toolbox()));
            }
        }
        return new Found(running, running.isEmpty() ? absence(service, containers) : Absence.NONE);
    }

    /// All containers of a service, running or not.
    List<ContainerInfo> containers(Service service) throws EngineException {
        return engine().containers(query(service));
    }

    /// What is looked for.
    private static ContainerQuery query(Service service) {
        return switch (service.location()) {
            case Location.ComposeService(String project, String name, Path _) ->
                new ContainerQuery.ByService(project, name);
            case Location.ContainerName(String name) -> new ContainerQuery.ByName(name);
            case Location.ContainerWithId(String id) -> new ContainerQuery.ById(id);
            case Location.Label(String key, String value) ->
                new ContainerQuery.ByLabel(value == null ? key : key + "=" + value);
            case Location.Pod _, Location.LocalFolder _, Location.Relay _ ->
                throw new IllegalArgumentException("no container of an engine: " + service.name());
        };
    }

    /// Why a service has no running container.
    Absence absence(Service service, List<ContainerInfo> all) throws EngineException {
        List<ContainerInfo> found = all.stream()
                .filter(container -> container.state() != ContainerState.REMOVING)
                .toList();
        if (found.isEmpty()) {
            return Absence.of("there is no " + query(service) + otherProject(service));
        }
        ContainerInfo newest = found.getLast();
        String text = newest.describe(Instant.now())
                + (newest.state() == ContainerState.PAUSED ? "; `docker unpause " + newest.name() + "` wakes it" : "");
        return new Absence(newest.id() + " " + newest.state() + " " + newest.finishedAt(), text, newest.name());
    }

    /// `docker compose -p NAME` gives a project another name, which no file says.
    private String otherProject(Service service) throws EngineException {
        if (!(service.location() instanceof Location.ComposeService compose)) {
            return "";
        }
        List<String> projects =
                engine()
                        .containers(new ContainerQuery.ByLabel(ComposeOrigin.SERVICE + "=" + compose.service()))
                        .stream()
                        .map(container -> ComposeOrigin.of(container.labels()))
                        .flatMap(Optional::stream)
                        .filter(origin -> origin.isFrom(compose.folder()))
                        .map(ComposeOrigin::project)
                        .distinct()
                        .toList();
        return projects.size() == 1
                ? "; the project " + projects.getFirst() + " was made from the same folder and has one: say"
                        + " --project-name " + projects.getFirst() + " if that is meant"
                : "";
    }

    @Override
    public synchronized Optional<Hints> follow(Listener listener) {
        if (engine == null) {
            throw new IllegalStateException("not open");
        }
        Following following = engine.follow(new EngineListener() {
            @Override
            public void onConnected() {
                listener.onConnected();
            }

            @Override
            public void onChange(ContainerId id, ContainerChange change) {
                listener.onHint();
            }

            @Override
            public void onLost(String message) {
                listener.onLost(message, "Syncing goes on by itself when the engine is back.");
            }
        });
        return Optional.of(following::close);
    }

    @Override
    public String kind() {
        return "engine";
    }

    @Override
    public synchronized String place() {
        return engine == null ? "the engine" : engine.address().toString();
    }

    @Override
    public synchronized String description() {
        return engine == null ? "" : engine.version() + " at " + engine.address();
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
