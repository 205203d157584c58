package dev.devsync.target.relay;

import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A relay with one folder, which passes nothing on.
final class TestHub implements Hub, AutoCloseable {

    static final TargetPath ROOT = new TargetPath("/app");
    static final Token TOKEN = Token.of("a token for tests only");

    private final Path place;
    private final RelayServer server;
    final List<String> turnedAway = new CopyOnWriteArrayList<>();

    TestHub(Path place, RelayServer.@Nullable Certificate certificate) throws IOException, RelayException {
        this.place = place;
        this.server = RelayServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                certificate,
                TOKEN,
                this,
                Files.createDirectories(place.resolve("incoming")),
                (from, why) -> turnedAway.add(why));
    }

    Path folder() {
        return place.resolve("root");
    }

    Path incoming() {
        return place.resolve("incoming");
    }

    int port() {
        return server.port();
    }

    Relay relay(RelayAddress.Security security) {
        return new Relay(new RelayAddress("localhost", port(), security), TOKEN);
    }

    Relay relay() {
        return relay(new RelayAddress.Security.None());
    }

    @Override
    public Target connect(TargetOptions options, String writer) throws TargetException {
        if (!options.root().equals(ROOT)) {
            throw new TargetException.Refused("it does not pass on to " + options.root(), "Write /app.");
        }
        TargetPath here = new TargetPath(folder().toString());
        return AgentTarget.open(
                new LocalTransport(), new TargetOptions(here, options.mode(), null, options.access(), options.claim()));
    }

    @Override
    public List<HubReport> reports() {
        return List.of();
    }

    @Override
    public List<HubComparison> compare(TargetPath root) {
        return List.of();
    }

    @Override
    public void close() {
        server.close();
    }
}
