package dev.devsync.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/// Asks an app over HTTP until it answers what is wanted, as somebody who presses reload would.
record AppClient(InetSocketAddress address) {

    private static final long LIMIT_SECONDS = 120; // a first build may compile a framework
    private static final long PAUSE_MILLIS = 2;

    void await(String wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!answer().endsWith(wanted)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("no answer with " + wanted);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// What the app answers; empty while nothing listens.
    private String answer() {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
