package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.Watchdog;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A laptop's end of a connection to a relay that has let it in.
///
///     laptop                                   relay
///     [TLS handshake]
///     DEVSYNC1, the token                      DONE, or STRANGER and the end
///     what the connection is for, its details  DONE and what belongs to it, or TROUBLE
///     a question                               PATIENCE …, then DONE and the answer, or TROUBLE
final class RelayLine implements AutoCloseable {

    /// What a connection begins with: the protocol and its version.
    static final byte[] GREETING = "DEVSYNC1".getBytes(US_ASCII);

    /// How long the way to the relay, TLS and the token may take.
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(15);

    /// How long nothing may come while an answer is due: a relay that is busy says so every second.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final RelayAddress address;
    private final Socket socket;
    private final Watchdog watchdog;
    private final RelayReader in;
    private final RelayWriter out;

    private RelayLine(RelayAddress address, Socket socket, Watchdog watchdog, RelayReader in, RelayWriter out) {
        this.address = address;
        this.socket = socket;
        this.watchdog = watchdog;
        this.in = in;
        this.out = out;
    }

    /// Connects and says the token.
    static RelayLine open(RelayAddress address, Token token) throws RelayException {
        SSLSocketFactory secure = LineSecurity.client(address.security());
        Socket socket = new Socket();
        Watchdog watchdog = new Watchdog(() -> close(socket));
        boolean opened = false;
        try {
            watchdog.expectWithin(GREETING_LIMIT);
            socket.connect(
                    new InetSocketAddress(address.host(), address.port()), Math.toIntExact(GREETING_LIMIT.toMillis()));
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            Socket line = secure == null ? socket : secured(secure, socket, address);
            RelayReader in = new RelayReader(line.getInputStream());
            RelayWriter out = new RelayWriter(line.getOutputStream());
            out.stream().write(GREETING);
            out.bytes(token.bytes());
            out.flush();
            if (in.mark() != Mark.DONE) {
                throw new RelayException.Misconfigured(
                        address + " does not take this token",
                        "It must be the one that the relay was started with: `token_file` in devsync.yaml, or"
                                + " DEVSYNC_RELAY_TOKEN.");
            }
            watchdog.rest();
            opened = true;
            return new RelayLine(address, socket, watchdog, in, out);
        } catch (IOException e) {
            throw new LineFailure(address, e, watchdog.hasBitten()).toException();
        } finally {
            if (!opened) {
                watchdog.close();
                close(socket);
            }
        }
    }

    private static SSLSocket secured(SSLSocketFactory factory, Socket plain, RelayAddress address) throws IOException {
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
        if (address.security() instanceof RelayAddress.Security.Authority) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // without it any name would do
            secured.setSSLParameters(parameters);
        }
        secured.startHandshake();
        return secured;
    }

    @FunctionalInterface
    interface Question {
        void write(RelayWriter out) throws IOException;
    }

    @FunctionalInterface
    interface Answer<T> {
        T read(RelayReader in) throws IOException, TargetException;
    }

    /// Asks, and waits for the answer as long as the relay says that it is busy with it.
    ///
    /// @throws TargetException the relay's, or [TargetException.Disconnected], after which the line is spent
    synchronized <T> T ask(Mark mark, Question question, Answer<T> answer) throws TargetException {
        watchdog.expectWithin(SILENCE);
        try {
            out.mark(mark);
            question.write(out);
            out.flush();
            for (Mark said = in.mark(); ; said = in.mark()) {
                watchdog.expectWithin(SILENCE);
                switch (said) {
                    case PATIENCE -> {}
                    case DONE -> {
                        return answer.read(in);
                    }
                    case TROUBLE -> throw in.trouble(address.toString());
                    default -> throw new IOException("an answer begins with " + said);
                }
            }
        } catch (IOException e) {
            close();
            throw broken(e);
        } finally {
            watchdog.rest();
        }
    }

    /// Tells that what is being written gets on: the limit is for silence, not for size.
    void alive() {
        watchdog.expectWithin(SILENCE);
    }

    /// Reads on without asking, where the relay tells something again and again.
    <T> T next(Answer<T> answer) throws TargetException {
        watchdog.expectWithin(SILENCE);
        try {
            return answer.read(in);
        } catch (IOException e) {
            close();
            throw broken(e);
        } finally {
            watchdog.rest();
        }
    }

    private TargetException broken(IOException e) {
        String why = watchdog.hasBitten()
                ? "no answer for " + SILENCE.toSeconds() + " s"
                : e instanceof EOFException ? "the relay ended it" : String.valueOf(e.getMessage());
        return new TargetException.Disconnected("the connection to " + address + " broke: " + why, e);
    }

    @Override
    public void close() {
        watchdog.close();
        close(socket);
    }

    /// Of a secured line only what is below it: closing the rest waits for a write that is under way.
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
