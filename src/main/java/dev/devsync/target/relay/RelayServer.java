package dev.devsync.target.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for laptops on one port. Nothing is read from a connection but its token before that was found right.
public final class RelayServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayServer.class);

    /// Connections at once: a laptop has two for each `up`, and one more for a moment with each other command.
    private static final int GUESTS = 64;

    /// How many of those may still be strangers. More are turned away at once, so that they cannot keep others out.
    private static final int STRANGERS = 16;

    /// Told what happens at the door. Called by several threads; must return soon and not throw.
    public interface Listener {

        /// Somebody was not let in.
        ///
        /// @param from the address that they came from
        void onTurnedAway(String from, String why);
    }

    /// A certificate and its private key, as PEM files. They are read again when they change, as they do where
    /// certificates are renewed by themselves.
    public record Certificate(Path certificate, Path key) {}

    private final ServerSocket server;
    private final @Nullable ShownCertificate shown;
    private final Token token;
    private final Hub hub;
    private final Path incoming;
    private final Listener listener;
    private final Semaphore guests = new Semaphore(GUESTS);
    private final Semaphore strangers = new Semaphore(STRANGERS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private RelayServer(
            ServerSocket server,
            @Nullable ShownCertificate shown,
            Token token,
            Hub hub,
            Path incoming,
            Listener listener) {
        this.server = server;
        this.shown = shown;
        this.token = token;
        this.hub = hub;
        this.incoming = incoming;
        this.listener = listener;
    }

    /// Starts to listen.
    ///
    /// @param listen where; port 0 for any that is free
    /// @param certificate for TLS; null for none
    /// @param incoming a folder of its own, for what has not arrived as a whole yet
    /// @throws RelayException.Misconfigured if it cannot listen there, or the certificate cannot be read
    public static RelayServer open(
            InetSocketAddress listen,
            @Nullable Certificate certificate,
            Token token,
            Hub hub,
            Path incoming,
            Listener listener)
            throws RelayException.Misconfigured {
        ShownCertificate shown = certificate == null ? null : ShownCertificate.read(certificate);
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(listen);
            RelayServer relay = new RelayServer(server, shown, token, hub, incoming, listener);
            Thread.ofPlatform().daemon().name("devsync-relay").start(relay::serve);
            return relay;
        } catch (IOException e) {
            throw new RelayException.Misconfigured(
                    "cannot listen on " + listen.getHostString() + ":" + listen.getPort() + ": " + e.getMessage(),
                    "Choose another port with --listen HOST:PORT.",
                    e);
        }
    }

    /// The port that it listens on.
    public int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                welcome(server.accept());
            } catch (IOException e) {
                LOG.debug("a connection could not be accepted", e); // it hung up, or we are closing
            }
        }
    }

    private void welcome(Socket socket) throws IOException {
        if (!strangers.tryAcquire()) {
            turnAway(socket, "too many at the door");
        } else if (!guests.tryAcquire()) {
            strangers.release();
            turnAway(socket, "there are " + GUESTS + " connections already");
        } else {
            open.add(socket);
            Thread.ofPlatform().daemon().name("devsync-relay-guest").start(() -> receive(socket));
        }
    }

    private void turnAway(Socket socket, String why) throws IOException {
        listener.onTurnedAway(from(socket), why);
        socket.close();
    }

    private void receive(Socket socket) {
        try (socket) {
            Door door = new Door(shown, token);
            RelayGuest guest;
            try {
                guest = door.admit(socket, hub, incoming);
            } catch (Door.NotAdmitted e) {
                String why = String.valueOf(e.getMessage());
                if (!why.isEmpty()) {
                    listener.onTurnedAway(from(socket), why);
                }
                return;
            } finally {
                strangers.release();
            }
            guest.serve();
        } catch (IOException e) {
            LOG.debug("a guest has gone", e);
        } catch (RuntimeException | Error e) { // the thread's root: one guest's trouble is not the others'
            LOG.error("a guest could not be served", e);
        } finally {
            guests.release();
            open.remove(socket);
        }
    }

    private static String from(Socket socket) {
        InetAddress address = socket.getInetAddress();
        return address == null ? "somebody" : address.getHostAddress();
    }

    /// Ends all connections.
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
    }
}
