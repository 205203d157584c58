package dev.devsync.session;

import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.target.Launcher;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.agent.Leavings;
import dev.devsync.target.docker.ArchiveTarget;
import dev.devsync.target.docker.BoundFolder;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.ContainerLeavings;
import dev.devsync.target.docker.ContainerTransport;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.Mount;
import dev.devsync.target.docker.Toolbox;
import dev.devsync.target.process.FileCopy;
import dev.devsync.target.process.ParkedLauncher;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Syncs to a container: by the agent where it can run, with the toolbox if need be, else by archive upload.
final class ContainerConnector implements Connector {

    private final Engine engine;
    private final ContainerInfo container;
    private final Toolbox toolbox;

    ContainerConnector(Engine engine, ContainerInfo container, Toolbox toolbox) {
        this.engine = engine;
        this.container = container;
        this.toolbox = toolbox;
    }

    /// The toolbox that all containers of a session share.
    static Toolbox toolbox(Engine engine, ToolboxChoice choice, Reporter reporter) {
        return choice.isOff()
                ? Toolbox.off(engine)
                : Toolbox.of(engine, choice.image(), note -> reporter.on(new Event.Note("toolbox", note)));
    }

    @Override
    public String name() {
        return container.name();
    }

    @Override
    public FolderIdentity identity(TargetPath folder) {
        return container.identity(folder);
    }

    @Override
    public Access access(TargetPath folder) {
        boolean readOnly = container
                .mountOf(folder)
                .filter(mount -> mount.access() == Mount.Access.READ_ONLY)
                .isPresent();
        return readOnly ? Access.LOOK : Access.WRITE;
    }

    @Override
    public List<TargetPath> mountsBelow(TargetPath folder) {
        return container.mountsBelow(folder).stream().map(Mount::destination).toList();
    }

    @Override
    public Optional<Path> hostFolder(TargetPath folder) {
        return BoundFolder.of(engine, container, folder);
    }

    @Override
    public Target connect(TargetOptions options) throws TargetException {
        if (!container.isRunning()) {
            return ArchiveTarget.beforeStart(engine, container, options);
        }
        try {
            return agent(options);
        } catch (TargetException.NoAgent e) {
            return archive(options, e);
        }
    }

    @Override
    public Launcher launcher(TargetPath folder) {
        return new ParkedLauncher(
                (user, rights) -> new ContainerTransport(engine, container, toolbox, user, rights, folder),
                container.workingDir());
    }

    @Override
    public void copyFrom(Connector other, List<TargetPath> paths) throws TargetException {
        TargetPath near = paths.getFirst();
        FileCopy.copy(((ContainerConnector) other).transport(null, near), transport(null, near), paths);
    }

    @Override
    public void restart(Duration grace) throws TargetException {
        try {
            engine.restart(container.id(), grace);
        } catch (EngineException e) {
            throw new TargetException.Refused(ContainerFollower.message(e), e.advice());
        }
    }

    @Override
    public Optional<ComposeOrigin> composeOrigin() {
        return ComposeOrigin.of(container.labels());
    }

    /// Connects by the agent.
    ///
    /// @throws TargetException.NoAgent if it cannot run there, not even with the toolbox
    Target agent(TargetOptions options) throws TargetException {
        // Only root can give files away.
        String user = options.owner() == null ? null : "0:0";
        return transport(user, options.root())
                .open(options.access(), transport -> AgentTarget.open(transport, options));
    }

    /// Connects without the agent.
    ///
    /// @param why why it has to be
    Target archive(TargetOptions options, TargetException.NoAgent why) throws TargetException {
        try {
            return ArchiveTarget.open(engine, container, options, ContainerFollower.message(why));
        } catch (TargetException.Refused e) {
            throw new TargetException.Refused(
                    ContainerFollower.message(e) + " (and no agent can run there: " + ContainerFollower.message(why)
                            + ")",
                    e.advice());
        }
    }

    /// Starts processes in the container.
    ///
    /// @param user who to run as, as `docker exec -u` takes it; null for the container's user
    /// @param folder the folder that they work in
    ContainerTransport transport(@Nullable String user, TargetPath folder) {
        return new ContainerTransport(engine, container, toolbox, user, folder);
    }

    /// What would come of bringing the toolbox.
    Toolbox.Outlook outlook(TargetPath folder) throws TargetException {
        return toolbox.outlook(container, folder);
    }

    @Override
    public Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException {
        return new ContainerLeavings(engine, container, toolbox).remove(roots);
    }
}
