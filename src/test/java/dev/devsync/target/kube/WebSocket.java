package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The server's side of a WebSocket (RFC 6455), after the upgrade.
final class WebSocket {

    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final DataInputStream in;
    private final OutputStream out;

    WebSocket(DataInputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// The answer to a client's `Sec-WebSocket-Key`.
    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }

    /// The next message's bytes, or a part of them; pings are answered on the way.
    ///
    /// @return null when the client has closed
    byte @Nullable [] read() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 15;
            int second = in.readUnsignedByte();
            long length = second & 127;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] mask = new byte[4];
            in.readFully(mask);
            byte[] payload = new byte[(int) length];
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            switch (opcode) {
                case PING -> send(PONG, payload, payload.length);
                case PONG -> {}
                case CLOSE -> {
                    return null;
                }
                default -> {
                    return payload;
                }
            }
        }
    }

    /// Sends a message on one of the channels of `channel.k8s.io`.
    void send(int channel, byte[] bytes) throws IOException {
        byte[] message = new byte[bytes.length + 1];
        message[0] = (byte) channel;
        System.arraycopy(bytes, 0, message, 1, bytes.length);
        send(BINARY, message, message.length);
    }

    void close() throws IOException {
        send(CLOSE, new byte[] {3, (byte) 0xe8}, 2); // 1000, normal closure
    }

    private synchronized void send(int opcode, byte[] payload, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(length + 10);
        frame.put((byte) (0x80 | opcode));
        if (length < 126) {
            frame.put((byte) length);
        } else if (length < 65536) {
            frame.put((byte) 126).putShort((short) length);
        } else {
            frame.put((byte) 127).putLong(length);
        }
        frame.put(payload, 0, length);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }
}
