package dev.devsync.target.docker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/// A unix socket or a plain TCP connection.
final class ChannelWire implements Wire {

    /// Below the 208 KiB that Linux gives a unix socket's send buffer, so that one write is one system call.
    private static final int CHUNK_BYTES = 64 * 1024;

    private final SocketChannel channel;
    /// Ours and direct: for a heap buffer Java would copy into one of its own as large as the write, and keep it.
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    private ChannelWire(SocketChannel channel) {
        this.channel = channel;
    }

    static ChannelWire open(EngineAddress.UnixSocket address) throws IOException {
        return new ChannelWire(SocketChannel.open(UnixDomainSocketAddress.of(address.path())));
    }

    static ChannelWire open(EngineAddress.Tcp address, Duration limit) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket()
                    .connect(new InetSocketAddress(address.host(), address.port()), Math.toIntExact(limit.toMillis()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            keepAlive(channel);
            return new ChannelWire(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Finds out within a minute that the other machine is gone: by default Linux first asks after two hours.
    private static void keepAlive(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 20);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        for (int sent = 0; sent < length; ) {
            int size = Math.min(CHUNK_BYTES, length - sent);
            chunk.clear().put(bytes, offset + sent, size).flip();
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
            sent += size;
        }
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
