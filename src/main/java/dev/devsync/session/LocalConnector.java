package dev.devsync.session;

import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.local.LocalTransport;

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
}
