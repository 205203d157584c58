package dev.devsync.target.docker;

import dev.devsync.target.Access;
import dev.devsync.target.Rights;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.tree.TargetPath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one place that decides with which shell and which tools processes run in a container: with its own, or where
/// those will not do, with the toolbox's.
public final class ContainerTransport implements AgentTransport {

    private final ContainerInfo container;
    private final Toolbox toolbox;
    private final TargetPath near;
    private final ExecTransport own;

    /// @param user who to run as, as `docker exec -u` takes it; null for the container's user
    /// @param near the folder that the processes work in: the toolbox goes near it where there is a choice
    public ContainerTransport(
            Engine engine, ContainerInfo container, Toolbox toolbox, @Nullable String user, TargetPath near) {
        this(engine, container, toolbox, user, Rights.CONTAINERS, near);
    }

    /// @param rights what the processes may do
    public ContainerTransport(
            Engine engine,
            ContainerInfo container,
            Toolbox toolbox,
            @Nullable String user,
            Rights rights,
            TargetPath near) {
        this.container = container;
        this.toolbox = toolbox;
        this.near = near;
        this.own = new ExecTransport(engine, container, user, rights);
    }

    /// What is done with a transport.
    ///
    /// @param <T> what comes of it
    @FunctionalInterface
    public interface Opening<T> {
        /// @throws TargetException.NoAgent if a program is missing; the toolbox may help
        T over(AgentTransport transport) throws TargetException;
    }

    /// Starts a process. Give the shell by its name alone (`sh`): where it is depends.
    @Override
    public AgentChannel start(List<String> command) throws TargetException {
        return open(Access.WRITE, transport -> transport.start(command));
    }

    /// Opens something with the container's own tools, and if they will not do, with the toolbox's.
    ///
    /// @param access [Access#LOOK] uses a toolbox that is there, but brings none
    /// @throws TargetException.NoAgent if neither will do, with both reasons
    public <T> T open(Access access, Opening<T> opening) throws TargetException {
        TargetException.NoAgent first;
        try {
            return opening.over(own);
        } catch (TargetException.NoAgent e) {
            first = e;
        }
        try {
            return opening.over(new ToolboxTransport(own, place(access)));
        } catch (TargetException.NoAgent e) {
            throw new TargetException.NoAgent(
                    first.getMessage() + "; and no toolbox helps out: " + e.getMessage(),
                    e.advice().isEmpty() ? first.advice() : e.advice());
        }
    }

    private Toolbox.Place place(Access access) throws TargetException {
        if (access == Access.WRITE) {
            return toolbox.bring(container, near);
        }
        Optional<Toolbox.Place> there = toolbox.find(container, near);
        return there.orElseThrow(() -> new TargetException.NoAgent("none was brought yet", ""));
    }
}
