package dev.devsync.target.local;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import java.io.IOException;
import java.util.List;

/// Runs the agent with this machine's own `sh`: syncs to a local folder, no engine needed.
public final class LocalTransport implements AgentTransport {

    @Override
    public AgentChannel start(List<String> command) throws TargetException {
        try {
            return new LocalChannel(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new TargetException.NoAgent(
                    "cannot run " + command.getFirst() + " on this machine (" + e.getMessage() + ")",
                    "A local target needs a POSIX sh with tar and find on PATH.");
        }
    }
}
