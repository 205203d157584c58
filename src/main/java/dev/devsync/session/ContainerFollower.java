package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.report.Event;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Keeps services in step with the engine's containers. Events are hints here too: each makes it list again.
final class ContainerFollower implements EngineListener, AutoCloseable {

    /// Lists again even if no event came: a stream that lost one must not leave a container behind for ever.
    private static final long LOOK_SECONDS = 30;

    /// The same while the engine does not answer.
    private static final long LOST_SECONDS = 2;

    private final Engine engine;
    private final Toolbox toolbox;
    private final List<ServiceTargets> services;
    private final Reporter reporter;
    private final Semaphore hints = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean lost;
    private final Following following;

    ContainerFollower(Engine engine, Toolbox toolbox, List<ServiceTargets> services, Reporter reporter) {
        this.engine = engine;
        this.toolbox = toolbox;
        this.services = services;
        this.reporter = reporter;
        this.thread = Thread.ofPlatform().name("devsync-containers").unstarted(this::run);
        this.following = engine.follow(this);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                if (hints.tryAcquire(lost ? LOST_SECONDS : LOOK_SECONDS, TimeUnit.SECONDS)) {
                    hints.drainPermits();
                }
                services.forEach(this::settle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void settle(ServiceTargets targets) {
        if (closed) {
            return;
        }
        try {
            List<ContainerInfo> found = engine.containers(query(targets.service()));
            Map<String, Connector> running = new LinkedHashMap<>();
            for (ContainerInfo container : found) {
                if (container.isRunning()) {
                    running.put(
                            container.id().value() + "@" + container.startedAt(),
                            new ContainerConnector(engine, container, toolbox));
                }
            }
            targets.settle(running, absence(targets.service(), found));
            answered();
        } catch (EngineException e) {
            // The event stream tells that the engine is gone, and the next connection lists again.
            if (!lost) {
                reporter.on(new Event.Trouble(engine.address().toString(), message(e), e.advice()));
                lost = true;
            }
        } catch (RuntimeException e) { // the thread's root
            reporter.on(new Event.Trouble(engine.address().toString(), "an error of devsync's own: " + e, ""));
        }
    }

    private void answered() {
        if (lost) {
            lost = false;
            reporter.on(new Event.Recovered(engine.address().toString(), "the engine answers again"));
        }
    }

    static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    /// What is looked for.
    static ContainerQuery query(Service service) {
        return switch (service.location()) {
            case Location.ComposeService(String project, String name) -> new ContainerQuery.ByService(project, name);
            case Location.ContainerName(String name) -> new ContainerQuery.ByName(name);
            case Location.ContainerWithId(String id) -> new ContainerQuery.ById(id);
            case Location.Label(String key, String value) ->
                new ContainerQuery.ByLabel(value == null ? key : key + "=" + value);
            case Location.LocalFolder _ -> throw new IllegalArgumentException("no container: " + service.name());
        };
    }

    /// Why a service has no running container.
    static String absence(Service service, List<ContainerInfo> all) {
        List<ContainerInfo> found = all.stream()
                .filter(container -> container.state() != ContainerState.REMOVING)
                .toList();
        if (found.isEmpty()) {
            return "there is no " + query(service);
        }
        ContainerInfo newest = found.getLast();
        return newest.describe(Instant.now())
                + (newest.state() == ContainerState.PAUSED ? "; `docker unpause " + newest.name() + "` wakes it" : "");
    }

    @Override
    public void onConnected() {
        answered();
        hints.release();
    }

    @Override
    public void onChange(ContainerId id, ContainerChange change) {
        hints.release();
    }

    @Override
    public void onLost(String message) {
        if (!closed && !lost) {
            lost = true;
            reporter.on(new Event.Trouble(
                    engine.address().toString(), message, "Syncing goes on by itself when the engine is back."));
        }
        hints.release();
    }

    @Override
    public void close() {
        closed = true;
        following.close();
        thread.interrupt();
    }
}
