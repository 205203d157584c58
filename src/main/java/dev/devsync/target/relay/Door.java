package dev.devsync.target.relay;

import dev.devsync.target.agent.Watchdog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Where a connection is let in, or not: TLS, the greeting, the token, all within a short while.
final class Door {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// Whoever guesses waits for each answer.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final @Nullable ShownCertificate shown;
    private final Token token;

    Door(@Nullable ShownCertificate shown, Token token) {
        this.shown = shown;
        this.token = token;
    }

    /// Why somebody was not let in; empty if that is nothing to tell of.
    static final class NotAdmitted extends Exception {
        private static final long serialVersionUID = 1L;

        NotAdmitted(String why) {
            super(why);
        }
    }

    RelayGuest admit(Socket socket, Hub hub, Path incoming) throws NotAdmitted {
        try (Watchdog watchdog = new Watchdog(() -> close(socket))) {
            watchdog.expectWithin(LIMIT);
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                int first = socket.getInputStream().read();
                if (first < 0) {
                    throw new NotAdmitted(""); // a probe that looks whether the port is open
                }
                InputStream begin = new ByteArrayInputStream(new byte[] {(byte) first});
                Socket line = shown == null ? socket : secured(socket, begin, shown);
                RelayReader in = new RelayReader(
                        shown == null ? new SequenceInputStream(begin, line.getInputStream()) : line.getInputStream());
                RelayWriter out = new RelayWriter(line.getOutputStream());
                check(in, out);
                return new RelayGuest(socket, in, out, hub, incoming);
            } catch (IOException e) {
                throw new NotAdmitted(
                        watchdog.hasBitten()
                                ? "said nothing for " + LIMIT.toSeconds() + " s"
                                : "ended the connection before it said a token (" + e.getMessage() + ")");
            }
        }
    }

    private void check(RelayReader in, RelayWriter out) throws IOException, NotAdmitted {
        byte[] greeting = in.stream().readNBytes(RelayLine.GREETING.length);
        if (!Arrays.equals(greeting, RelayLine.GREETING)) {
            throw new NotAdmitted(
                    shown == null && greeting.length > 0 && greeting[0] == 0x16
                            ? "speaks TLS, and this relay was started without a certificate"
                            : "does not speak as a devsync of this version does");
        }
        if (!token.matches(in.bytes(Token.LONGEST))) {
            pause();
            out.mark(Mark.STRANGER);
            out.flush();
            throw new NotAdmitted("has a wrong token");
        }
        out.mark(Mark.DONE);
        out.flush();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param begin what was read of it already
    private static Socket secured(Socket socket, InputStream begin, ShownCertificate shown) throws IOException {
        SSLSocket secured = (SSLSocket) shown.context().getSocketFactory().createSocket(socket, begin, true);
        secured.startHandshake();
        return secured;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
