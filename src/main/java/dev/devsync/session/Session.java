package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.report.Reporter;
import dev.devsync.report.Status;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.watch.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// `devsync up`: watches the sources of some services and keeps all their targets equal to them.
///
///     source ── revision ──► loop of target 1 ──► container 1
///                       └──► loop of target 2 ──► container 2
public final class Session implements AutoCloseable {

    /// Opens the connection to the engine when the first service needs one.
    @FunctionalInterface
    public interface EngineOpener {
        Engine open() throws EngineException;
    }

    private final Project project;
    private final Instant since = Instant.now();
    private final CountDownLatch fenced = new CountDownLatch(1);
    private final List<SyncedSource> sources = new ArrayList<>();
    private final List<ServiceTargets> services = new ArrayList<>();
    private @Nullable Engine engine;
    private @Nullable ContainerFollower follower;

    private Session(Project project) {
        this.project = project;
    }

    /// Scans the sources, connects to the engine if a service needs it, and starts syncing.
    ///
    /// @param services which of the project's services
    /// @throws EngineException if there is no engine
    /// @throws IOException if the rules of a source cannot be loaded
    public static Session open(Project project, List<Service> services, EngineOpener engines, Reporter reporter)
            throws EngineException, IOException, InterruptedException {
        Session session = new Session(project);
        boolean opened = false;
        try {
            session.start(services, engines, reporter);
            opened = true;
            return session;
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    private void start(List<Service> chosen, EngineOpener engines, Reporter reporter)
            throws EngineException, IOException, InterruptedException {
        boolean needsEngine = chosen.stream().anyMatch(service -> !isLocal(service));
        if (needsEngine) {
            engine = engines.open(); // before the scans, which may take long: no engine is told at once
        }
        List<ServiceTargets> inContainers = new ArrayList<>();
        for (Service service : chosen) {
            List<SyncedSource> own = new ArrayList<>();
            for (Sync sync : service.syncs()) {
                SyncedSource source = SyncedSource.open(service, sync, reporter);
                own.add(source);
                sources.add(source);
            }
            ServiceTargets targets = new ServiceTargets(service, own, reporter, fenced::countDown);
            services.add(targets);
            if (isLocal(service)) {
                targets.settle(Map.of("local", new LocalConnector()), "");
            } else {
                inContainers.add(targets);
            }
        }
        if (engine != null) {
            follower = new ContainerFollower(
                    engine,
                    ContainerConnector.toolbox(engine, project.toolbox(), reporter),
                    inContainers,
                    reporter);
            follower.start();
        }
    }

    private static boolean isLocal(Service service) {
        return service.location() instanceof Location.LocalFolder;
    }

    /// Waits until another devsync takes a target over. Nothing else ends a session but closing it.
    public void awaitFenced() throws InterruptedException {
        fenced.await();
    }

    /// How it stands now.
    public Status status() {
        List<Status.SyncStatus> syncs = new ArrayList<>();
        for (ServiceTargets targets : services) {
            for (SyncedSource source : sources) {
                if (source.service().equals(targets.service())) {
                    syncs.add(status(source, targets));
                }
            }
        }
        return new Status(
                ProcessHandle.current().pid(),
                since.toString(),
                project.file().toString(),
                engine == null ? "" : engine.version() + " at " + engine.address(),
                syncs);
    }

    private static Status.SyncStatus status(SyncedSource source, ServiceTargets targets) {
        Source.State state = source.source().current();
        String root = source.sync().target().value();
        List<Status.TargetStatus> each = targets.current().stream()
                .filter(loop -> loop.name().root().equals(root))
                .map(loop -> status(loop.name().instance(), loop.state()))
                .toList();
        return new Status.SyncStatus(
                targets.service().name(),
                source.sync().path().toString(),
                root,
                state.revision(),
                state.tree().files(),
                state.tree().bytes(),
                targets.waiting(),
                each);
    }

    private static Status.TargetStatus status(String name, TargetState state) {
        return new Status.TargetStatus(
                name,
                state.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                state.revision(),
                state.inSync(),
                state.files(),
                state.transport(),
                Objects.requireNonNullElse(state.problem(), ""));
    }

    /// Ends all loops, agents and watches.
    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
        services.parallelStream().forEach(ServiceTargets::close);
        sources.forEach(SyncedSource::close);
        if (engine != null) {
            engine.close();
        }
    }
}
