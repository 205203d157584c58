package dev.devsync.target.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/// A TCP connection secured with TLS.
final class TlsWire implements Wire {

    private final Socket plain;
    private final SSLSocket secured;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] received = new byte[16 * 1024]; // a TLS record

    private TlsWire(Socket plain, SSLSocket secured) throws IOException {
        this.plain = plain;
        this.secured = secured;
        this.in = secured.getInputStream();
        this.out = secured.getOutputStream();
    }

    static TlsWire open(EngineAddress.Tcp address, Duration limit) throws IOException, EngineException {
        var factory = Objects.requireNonNull(address.tls()).context().getSocketFactory();
        Socket plain = new Socket();
        try {
            int millis = Math.toIntExact(limit.toMillis());
            plain.connect(new InetSocketAddress(address.host(), address.port()), millis);
            plain.setTcpNoDelay(true);
            keepAlive(plain);
            SSLSocket secured = (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // without it any name would do
            secured.setSSLParameters(parameters);
            secured.setSoTimeout(millis);
            secured.startHandshake();
            secured.setSoTimeout(0);
            return new TlsWire(plain, secured);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static void keepAlive(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 20);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = in.read(received, 0, Math.min(received.length, into.remaining()));
        if (count > 0) {
            into.put(received, 0, count);
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void endOutput() throws IOException {
        secured.shutdownOutput();
    }

    /// Closes the plain socket only: closing the secured one waits for a write that is under way.
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
