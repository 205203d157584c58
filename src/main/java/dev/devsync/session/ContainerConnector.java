package dev.devsync.session;

import dev.devsync.target.Launcher;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.docker.ArchiveTarget;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.ExecTransport;
import dev.devsync.target.process.FileCopy;
import dev.devsync.target.process.ParkedLauncher;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.List;

/// Syncs to a container: by the agent where it can run, else by archive upload.
final class ContainerConnector implements Connector {

    private final Engine engine;
    private final ContainerInfo container;

    ContainerConnector(Engine engine, ContainerInfo container) {
        this.engine = engine;
        this.container = container;
    }

    @Override
    public String name() {
        return container.name();
    }

    @Override
    public Target connect(TargetOptions options) throws TargetException {
        // Only root can give files away.
        String user = options.owner() == null ? null : "0:0";
        try {
            return AgentTarget.open(new ExecTransport(engine, container, user), options);
        } catch (TargetException.NoAgent e) {
            return ArchiveTarget.open(engine, container, options, ContainerFollower.message(e));
        }
    }

    @Override
    public Launcher launcher() {
        return new ParkedLauncher(user -> new ExecTransport(engine, container, user));
    }

    @Override
    public void copyFrom(Connector other, List<TargetPath> paths) throws TargetException {
        ContainerInfo source = ((ContainerConnector) other).container;
        FileCopy.copy(new ExecTransport(engine, source, null), new ExecTransport(engine, container, null), paths);
    }

    @Override
    public void restart(Duration grace) throws TargetException {
        try {
            engine.restart(container.id(), grace);
        } catch (EngineException e) {
            throw new TargetException.Refused(ContainerFollower.message(e), e.advice());
        }
    }
}
