package dev.devsync.session;

import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.Leavings;
import dev.devsync.tree.TargetPath;
import java.util.Collection;

/// Opens connections to one container, or to this machine.
interface Connector {

    /// What it is called: the container's name, or `local`.
    String name();

    Target connect(TargetOptions options) throws TargetException;

    /// Removes what devsync has left there for itself; what was synced stays.
    ///
    /// @param roots the folders that were synced to
    Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException;
}
