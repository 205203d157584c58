package dev.devsync.api;

import dev.devsync.config.Location;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.ConsoleReporter;
import dev.devsync.report.Reporter;
import dev.devsync.report.Style;
import dev.devsync.session.EngineConnection;
import dev.devsync.session.OneShot;
import dev.devsync.session.Session;
import dev.devsync.session.Verification;
import dev.devsync.target.OriginException;
import dev.devsync.target.TargetException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A folder and the container that it goes to. Immutable: options return another one.
public final class ContainerSync {

    private final String id;
    private final Sync sync;
    private final String engine;
    private final ToolboxChoice toolbox;
    private final Reporter log;

    private ContainerSync(String id, Sync sync, String engine, ToolboxChoice toolbox, Reporter log) {
        this.id = id;
        this.sync = sync;
        this.engine = engine;
        this.toolbox = toolbox;
        this.log = log;
    }

    static ContainerSync of(String id, Sync sync) {
        return new ContainerSync(id, sync, "", ToolboxChoice.DEFAULT, event -> {});
    }

    /// Says which engine the container is in. By default it is found as the docker CLI finds it: `DOCKER_HOST`, then
    /// the current docker context, then the sockets of common engines; Testcontainers mostly finds the same one.
    ///
    /// @param address as `DOCKER_HOST` has it; what Testcontainers has found is
    ///     `DockerClientFactory.instance().getTransportConfig().getDockerHost()`
    public ContainerSync engine(URI address) {
        return new ContainerSync(id, sync, address.toString(), toolbox, log);
    }

    /// Chooses the image that a busybox is taken from where the container has no shell of its own.
    ///
    /// @param image as `docker pull` takes it; pulled only if it is needed and not there
    public ContainerSync toolbox(String image) {
        return new ContainerSync(id, sync, engine, new ToolboxChoice(image), log);
    }

    /// Takes no busybox from anywhere: without a shell in the container, files go through the archive API.
    public ContainerSync withoutToolbox() {
        return new ContainerSync(id, sync, engine, ToolboxChoice.OFF, log);
    }

    /// Shows what happens, as `devsync up` does. By default nothing is printed.
    public ContainerSync log(PrintStream out) {
        return new ContainerSync(
                id,
                sync,
                engine,
                toolbox,
                new ConsoleReporter(out, out, Style.PLAIN, InstantSource.system(), ConsoleReporter.Explain.NOTHING));
    }

    /// Brings the container up to date once, and keeps nothing running. Returns when everything is there.
    ///
    /// @throws DevsyncException.Misconfigured if a pattern or the engine's address is wrong
    /// @throws DevsyncException.EngineUnreachable if there is no engine
    /// @throws DevsyncException.ContainerUnreachable if the container does not run, or will not be written to
    /// @throws DevsyncException.Incomplete if some files could not be synced
    /// @throws DevsyncException.Halted if too much would be deleted
    /// @throws InterruptedException if interrupted; what was sent by then stays
    public SyncResult once() throws InterruptedException {
        Told told = new Told(log);
        try (EngineConnection engines = connection()) {
            OneShot.Outcome outcome = new OneShot(engines, toolbox, told).run(List.of(service()));
            return switch (outcome) {
                case IN_SYNC -> told.result();
                case INCOMPLETE -> throw told.incomplete();
                case HALTED -> throw told.halted();
                case UNREACHABLE -> throw told.unreachable();
            };
        } catch (OriginException e) {
            throw DevsyncException.of(e);
        } catch (IOException e) {
            throw DevsyncException.of(e);
        }
    }

    /// Compares the digests of all files on both sides. Changes nothing.
    ///
    /// @return what differs, by path; empty if nothing does. What the container has of its own counts only in
    ///     the mode `one-way-replica`
    /// @throws DevsyncException.ContainerUnreachable if the container does not run
    /// @throws DevsyncException.EngineUnreachable if there is no engine
    public List<Difference> verify() {
        try (EngineConnection engines = connection()) {
            return new Verification(engines, toolbox)
                    .run(List.of(service())).stream()
                            .flatMap(verdict -> verdict.differences().stream())
                            .map(found -> new Difference(found.path().display(), found.what()))
                            .toList();
        } catch (OriginException e) {
            throw DevsyncException.of(e);
        } catch (IOException e) {
            throw DevsyncException.of(e);
        } catch (TargetException e) {
            throw new DevsyncException.ContainerUnreachable(String.valueOf(e.getMessage()), e.advice(), e);
        } catch (Verification.NoTargetException e) {
            throw new DevsyncException.ContainerUnreachable(String.valueOf(e.getMessage()), Told.NO_CONTAINER, e);
        }
    }

    /// Starts to watch the folder and to keep the container equal to it, until the session is closed. Returns
    /// when the folder is watched; [DevsyncSession#awaitInSync] tells when the container has everything.
    ///
    /// @throws DevsyncException.Misconfigured if a pattern or the engine's address is wrong
    /// @throws DevsyncException.EngineUnreachable if there is no engine
    public DevsyncSession start() throws InterruptedException {
        Project project =
                new Project(sync.path(), sync.path(), service().name(), toolbox, List.of(service()), Set.of());
        Told told = new Told(log);
        try {
            return new DevsyncSession(this, Session.open(project, project.services(), connection(), told), told);
        } catch (OriginException e) {
            throw DevsyncException.of(e);
        } catch (IOException e) {
            throw DevsyncException.of(e);
        }
    }

    private Service service() {
        return new Service(id.substring(0, Math.min(12, id.length())), new Location.ContainerWithId(id), List.of(sync));
    }

    private EngineConnection connection() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (!engine.isEmpty()) {
            environment.put("DOCKER_HOST", engine);
        }
        return new EngineConnection(environment, Path.of(System.getProperty("user.home")));
    }
}
