package dev.devsync.target.docker;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import java.util.List;
import java.util.stream.Stream;

/// Starts processes that find busybox's tools, `sh` first of all, before whatever the container itself has.
final class ToolboxTransport implements AgentTransport {

    /// Puts the toolbox in front of the PATH that the engine gives, then becomes the process that is asked for:
    /// whatever that one starts, as `find -exec sh`, finds the tools in the same way.
    private static final String START = "PATH=$0${PATH:+:$PATH}; export PATH; exec \"$@\"";

    private final AgentTransport transport;
    private final Toolbox.Place place;

    ToolboxTransport(AgentTransport transport, Toolbox.Place place) {
        this.transport = transport;
        this.place = place;
    }

    @Override
    public AgentChannel start(List<String> command) throws TargetException {
        String bin = place.bin();
        return transport.start(Stream.concat(Stream.of(bin + "/sh", "-c", START, bin), command.stream())
                .toList());
    }

    @Override
    public String tools() {
        return place.origin();
    }
}
