package dev.devsync.session;

import dev.devsync.report.TargetName;
import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;

/// One sync in one container: one who wants its folder to be in sync, and to know what arrives there.
///
/// @param arrivals what follows changes in the container
record TargetMember(SyncedSource source, Connector connector, TargetName name, Fanout fanout, Arrivals arrivals) {

    TargetPath root() {
        return source.sync().target();
    }

    /// Which folder it really is.
    FolderIdentity identity() {
        return connector.identity(root());
    }

    /// Whether the folder can be written to from this container, as far as its mounts say.
    boolean mayWrite() {
        return connector.access(root()) == Access.WRITE;
    }

    /// Whether something below the folder is the same for another member.
    ///
    /// @param below seen from the folder
    boolean sees(TargetMember other, TargetPath below) {
        return connector
                .identity(root().resolve(below))
                .equals(other.connector.identity(other.root().resolve(below)));
    }
}
