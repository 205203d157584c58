package dev.devsync.target.docker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A duplex byte connection to an engine. One thread may read while another one writes.
///
/// Beside docker-java, because its streams cannot half-close, copy their input through 1 KiB at a time and wait
/// without limit on unix sockets (3.7.1).
interface Wire extends AutoCloseable {

    /// Connects.
    ///
    /// @param limit how long to wait for the connection and its TLS handshake
    /// @throws EngineException.Misconfigured if the certificates cannot be read
    static Wire open(EngineAddress address, Duration limit) throws IOException, EngineException {
        return switch (address.endpoint()) {
            case EngineAddress.UnixSocket unix -> ChannelWire.open(unix);
            case EngineAddress.Tcp tcp when tcp.tls() == null -> ChannelWire.open(tcp, limit);
            case EngineAddress.Tcp tcp -> TlsWire.open(tcp, limit);
            case EngineAddress.Ssh ssh -> SshWire.open(ssh, limit);
        };
    }

    /// Reads what is there, waiting for the first byte.
    ///
    /// @return how many bytes were read, -1 at the end
    int read(ByteBuffer into) throws IOException;

    /// Writes everything.
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Tells the other side that nothing more will be written; reading goes on.
    void endOutput() throws IOException;

    /// Ends the connection, and with an [IOException] the reads and writes that are under way.
    @Override
    void close();
}
