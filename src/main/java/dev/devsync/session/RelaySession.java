package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.target.OriginException;
import dev.devsync.target.relay.RelayException;
import dev.devsync.target.relay.RelayServer;
import dev.devsync.target.relay.Token;
import dev.devsync.tree.Owner;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `devsync relay`: takes what a laptop sends once, and keeps all targets equal to it, whether the laptop is there or
/// not.
///
///     laptop: loop ── line ──► folder of the relay ── revision ──► loop of target 1 ──► pod 1
///                                                          └─────► loop of target 2 ──► pod 2
public final class RelaySession implements AutoCloseable {

    /// What a relay is started with.
    ///
    /// @param listen where it listens
    /// @param certificate PEM, for TLS; null for none
    /// @param key PEM, the certificate's; null if there is none
    /// @param token what lets laptops in
    /// @param folder where it keeps what it was sent
    /// @param location what to look for to find its targets
    /// @param targets the folders in them that it passes on to
    /// @param owner the owner that files get there, or null for the container's user
    /// @param toolbox what helps out in containers without a shell
    public record Settings(
            InetSocketAddress listen,
            @Nullable Path certificate,
            @Nullable Path key,
            String token,
            Path folder,
            Location location,
            List<TargetPath> targets,
            @Nullable Owner owner,
            ToolboxChoice toolbox) {
        public Settings {
            targets = List.copyOf(targets);
        }
    }

    private final FileChannel lock;
    private final RelayHub hub;
    private final RelayServer server;

    private RelaySession(FileChannel lock, RelayHub hub, RelayServer server) {
        this.lock = lock;
        this.hub = hub;
        this.server = server;
    }

    /// Goes on with what the folder has, and listens.
    ///
    /// @throws OriginException if there is no engine, a cluster cannot be reached, or a setting will not do
    /// @throws IOException if the folder cannot be used
    public static RelaySession open(Settings settings, Session.EngineOpener engines, Reporter reporter)
            throws OriginException, IOException, InterruptedException {
        Token token = token(settings.token());
        FileChannel lock = lock(settings.folder());
        @Nullable RelayHub hub = null;
        boolean opened = false;
        try {
            Path incoming = emptied(settings.folder().resolve("incoming"));
            hub = RelayHub.open(settings, engines, reporter);
            RelayServer.Certificate certificate = settings.certificate() == null || settings.key() == null
                    ? null
                    : new RelayServer.Certificate(settings.certificate(), settings.key());
            RelayServer server = RelayServer.open(
                    settings.listen(),
                    certificate,
                    token,
                    hub,
                    incoming,
                    (from, why) -> reporter.on(new Event.Note("relay", from + " was turned away: " + why)));
            reporter.on(new Event.Note(
                    "relay",
                    "listens on " + settings.listen().getHostString() + ":"
                            + server.port() + (certificate == null ? "" : " with TLS") + ", passes on to "
                            + settings.targets().stream().map(TargetPath::value).collect(Collectors.joining(", "))));
            opened = true;
            return new RelaySession(lock, hub, server);
        } finally {
            if (!opened) {
                if (hub != null) {
                    hub.close();
                }
                lock.close();
            }
        }
    }

    private static Token token(String text) throws RelayException {
        try {
            return Token.of(text);
        } catch (IllegalArgumentException e) {
            throw new RelayException.Misconfigured(
                    "the token " + e.getMessage(), "`openssl rand -hex 32` makes a good one.");
        }
    }

    /// Two relays in one folder would undo each other's work.
    private static FileChannel lock(Path folder) throws IOException, RelayException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // A relay of this very process.
        }
        channel.close();
        throw new RelayException.Misconfigured(
                "another relay keeps its files in " + folder, "Give each a folder of its own with --folder.");
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    /// Ends all connections, and all syncing.
    @Override
    public void close() {
        server.close();
        hub.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a lock", e);
        }
    }
}
