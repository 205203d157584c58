package dev.devsync.target.docker;

import dev.devsync.target.Access;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.agent.Leavings;
import dev.devsync.tree.TargetPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What devsync has left in a container for itself: the toolbox, staging folders, records of what it owns.
public final class ContainerLeavings {

    private static final String ROOT = "0:0";
    private static final TargetPath TOP = new TargetPath("/");

    private final Engine engine;
    private final ContainerInfo container;
    private final Toolbox toolbox;

    /// @param toolbox brought once more where nothing else could remove what is there; it goes with the rest
    public ContainerLeavings(Engine engine, ContainerInfo container, Toolbox toolbox) {
        this.engine = engine;
        this.container = container;
        this.toolbox = toolbox;
    }

    /// Removes it all. What was synced stays.
    ///
    /// @param roots the folders that were synced to
    /// @throws TargetException.Disconnected if the container is gone or the engine cannot be reached
    public Leavings.Removal remove(Collection<TargetPath> roots) throws TargetException {
        List<TargetPath> records =
                roots.stream().map(ArchiveTarget::recordFolder).toList();
        List<TargetPath> toolboxes = toolboxes();
        try {
            return remove(new ExecTransport(engine, container, ROOT), roots, records, toolboxes);
        } catch (TargetException.NoAgent e) {
            // No shell of its own: nothing but the archive API can tell whether anything is there.
        }
        List<TargetPath> there = present(roots, records, toolboxes);
        if (there.isEmpty()) {
            return Leavings.Removal.NONE;
        }
        try {
            return transport(ROOT).open(Access.WRITE, transport -> remove(transport, roots, records, toolboxes));
        } catch (TargetException.NoAgent e) {
            String why = String.valueOf(e.getMessage());
            return new Leavings.Removal(
                    List.of(),
                    there.stream()
                            .map(path -> new Leavings.Kept(path.value(), why))
                            .toList());
        }
    }

    private ContainerTransport transport(@Nullable String user) {
        return new ContainerTransport(engine, container, toolbox, user, TOP);
    }

    private Leavings.Removal remove(
            AgentTransport asRoot,
            Collection<TargetPath> roots,
            Collection<TargetPath> records,
            Collection<TargetPath> toolboxes)
            throws TargetException {
        Leavings.Removal removal = Leavings.remove(asRoot, roots, records);
        if (!removal.kept().isEmpty()) {
            // A root without its capabilities may not delete what belongs to the container's user.
            removal = removal.then(
                    transport(null).open(Access.LOOK, transport -> Leavings.remove(transport, roots, records)));
        }
        // Last, because the shell that does all this may be in it.
        return removal.then(Leavings.remove(asRoot, List.of(), toolboxes));
    }

    private static Stream<TargetPath> staging(TargetPath root) {
        String path = root.value();
        int slash = path.lastIndexOf('/');
        return Stream.of(
                new TargetPath(path.substring(0, slash) + "/.devsync-" + path.substring(slash + 1)),
                new TargetPath(path + "/.devsync"));
    }

    private List<TargetPath> toolboxes() throws TargetException {
        try {
            return Toolbox.everywhere(engine.inspect(container.id()));
        } catch (EngineException e) {
            throw new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
        }
    }

    /// Which of all that could be there is there.
    private List<TargetPath> present(
            Collection<TargetPath> roots, Collection<TargetPath> records, Collection<TargetPath> toolboxes)
            throws TargetException {
        List<TargetPath> there = new ArrayList<>();
        roots.stream().flatMap(ContainerLeavings::staging).forEach(there::add);
        there.addAll(records);
        there.addAll(toolboxes);
        try (ArchiveAccess files = new ArchiveAccess(engine, container)) {
            for (TargetPath path : List.copyOf(there)) {
                if (files.read(path.value(), (archive, progress) -> true) == null) {
                    there.remove(path);
                }
            }
        }
        return there;
    }
}
