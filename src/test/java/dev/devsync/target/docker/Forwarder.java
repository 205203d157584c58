package dev.devsync.target.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;

/// A TCP port of this machine that leads to an engine's unix socket: over TLS, or to have lines cut and frozen.
public final class Forwarder implements AutoCloseable {

    private final ServerSocket server;
    private final EngineAddress.UnixSocket engine;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thaw = lock.newCondition();
    private final AtomicLong left = new AtomicLong(-1); // until the cut; negative: no cut
    private boolean frozen;

    public Forwarder(EngineAddress engine, ServerSocketFactory factory) throws IOException {
        this.engine = (EngineAddress.UnixSocket) engine.endpoint();
        this.server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    ServerSocket server() {
        return server;
    }

    public int port() {
        return server.getLocalPort();
    }

    EngineAddress address() {
        return new EngineAddress(new EngineAddress.Tcp("localhost", port(), null), "the test");
    }

    /// Ends all connections that are open now.
    public void cut() {
        for (AutoCloseable connection : open) {
            close(connection);
        }
        open.clear();
    }

    /// Ends all connections as soon as so many more bytes have passed, counted over all of them, both ways.
    public void cutAfter(long bytes) {
        left.set(bytes);
    }

    /// New connections hold, as long as nobody asks for another cut.
    public void mend() {
        left.set(-1);
    }

    /// @return how many of some bytes may pass still
    private int allowed(int count) {
        if (left.get() < 0) {
            return count;
        }
        long before = left.getAndAdd(-count);
        return before < 0 ? count : (int) Math.min(before, count);
    }

    /// Takes connections and bytes as before but passes nothing on, as if a machine had been put to sleep.
    void freeze() {
        setFrozen(true);
    }

    void thaw() {
        setFrozen(false);
    }

    private void setFrozen(boolean now) {
        lock.lock();
        try {
            frozen = now;
            thaw.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitThaw() {
        lock.lock();
        try {
            while (frozen) {
                thaw.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try {
            awaitThaw();
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(engine.path()));
            client.setTcpNoDelay(true);
            open.add(client);
            open.add(channel);
            Thread.ofVirtual().start(() -> {
                copy(Channels.newInputStream(channel), client::getOutputStream);
                close(client);
                // Or an engine whose answer nobody reads would wait for ever, with its container locked (28.5).
                close(channel);
            });
            copy(client.getInputStream(), () -> Channels.newOutputStream(channel));
            channel.shutdownOutput();
        } catch (IOException e) {
            close(client);
        }
    }

    @FunctionalInterface
    private interface Destination {
        OutputStream open() throws IOException;
    }

    private void copy(InputStream in, Destination destination) {
        byte[] buffer = new byte[64 * 1024];
        try {
            OutputStream out = destination.open();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitThaw();
                int allowed = allowed(count);
                out.write(buffer, 0, allowed);
                out.flush();
                if (allowed < count) {
                    cut();
                }
            }
        } catch (IOException e) {
            // Either side is gone.
        }
    }

    private static void close(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        close(server);
        thaw();
        cut();
    }
}
