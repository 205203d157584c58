package dev.devsync.session;

import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.target.Launcher;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.Leavings;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Opens connections to one container, or to this machine.
interface Connector {

    /// What it is called: the container's name, or `local`.
    String name();

    /// Which folder one of the target's really is: several targets may have the same.
    FolderIdentity identity(TargetPath folder);

    /// Whether a folder may be written to, as far as that is known without asking there.
    Access access(TargetPath folder);

    /// The folders below another that something of its own is mounted on.
    List<TargetPath> mountsBelow(TargetPath folder);

    /// Where one of its folders is on this machine, by a bind mount for instance; empty where it is nowhere,
    /// or nobody knows.
    default Optional<Path> hostFolder(TargetPath folder) {
        return Optional.empty();
    }

    Target connect(TargetOptions options) throws TargetException;

    /// Starts processes there. Nothing is asked of the target before the first of them.
    ///
    /// @param folder the folder that they work in
    Launcher launcher(TargetPath folder);

    /// Takes files from another target of the same service.
    ///
    /// @param paths files and folders, which keep their places
    void copyFrom(Connector other, List<TargetPath> paths) throws TargetException;

    /// Restarts the container.
    ///
    /// @param grace how long its process has to end by itself
    void restart(Duration grace) throws TargetException;

    /// The targets that what arrives in a folder there is passed on to, if it is a relay's.
    default Beyond beyond(TargetPath folder) {
        return Beyond.NOTHING;
    }

    /// What Compose made the container from; empty if it was made by other means.
    Optional<ComposeOrigin> composeOrigin();

    /// Removes what devsync has left there for itself; what was synced stays.
    ///
    /// @param roots the folders that were synced to
    Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException;
}
