package dev.devsync.session;

import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.agent.Leavings;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.tree.TargetPath;
import java.util.Collection;
import java.util.List;

/// Syncs to folders of this machine.
final class LocalConnector implements Connector {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Target connect(TargetOptions options) throws TargetException {
        return AgentTarget.open(new LocalTransport(), options);
    }

    @Override
    public Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException {
        return Leavings.remove(new LocalTransport(), roots, List.of());
    }
}
