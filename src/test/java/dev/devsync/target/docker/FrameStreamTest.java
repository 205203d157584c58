package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameStreamTest {

    private final Tail errors = new Tail();

    private static byte[] frames(Object... typesAndTexts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < typesAndTexts.length; i += 2) {
            byte[] payload = ((String) typesAndTexts[i + 1]).getBytes(UTF_8);
            out.writeBytes(ByteBuffer.allocate(8)
                    .put((byte) (int) (Integer) typesAndTexts[i])
                    .putInt(4, payload.length)
                    .array());
            out.writeBytes(payload);
        }
        return out.toByteArray();
    }

    /// Hands the bytes out in two parts, then the end.
    private FrameStream cut(byte[] bytes, int at) {
        ByteBuffer[] parts = {ByteBuffer.wrap(bytes, 0, at), ByteBuffer.wrap(bytes, at, bytes.length - at)};
        return new FrameStream(
                into -> {
                    for (ByteBuffer part : parts) {
                        if (part.hasRemaining()) {
                            int size = Math.min(part.remaining(), into.remaining());
                            into.put(part.slice().limit(size));
                            part.position(part.position() + size);
                            return size;
                        }
                    }
                    return -1;
                },
                ByteBuffer.allocate(64).limit(0),
                errors);
    }

    @Test
    void separatesTheStreamsWhereverTheBytesAreCut() throws IOException {
        byte[] bytes = frames(1, "hello ", 2, "oops\n", 1, "", 1, "world", 3, "engine", 0, "!");
        for (int at = 0; at <= bytes.length; at++) {
            FrameStream stream = cut(bytes, at);
            assertThat(new String(stream.readAllBytes(), UTF_8))
                    .as("cut at " + at)
                    .isEqualTo("hello world!");
        }
        assertThat(errors.text()).isEqualTo("oops\nengine".repeat(bytes.length + 1));
    }

    @Test
    void endsWhenTheStreamEndsInAHeaderOrAPayload() throws IOException {
        byte[] bytes = frames(1, "complete", 1, "cut");
        for (int length = 0; length < bytes.length; length++) {
            byte[] read = cut(Arrays.copyOf(bytes, length), length / 2).readAllBytes();
            assertThat("completecut").startsWith(new String(read, UTF_8));
        }
    }

    @Test
    void endsWhenTheStreamBreaks() {
        FrameStream stream = new FrameStream(
                _ -> {
                    throw new IOException("broken pipe");
                },
                ByteBuffer.allocate(64).limit(0),
                errors);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void usesWhatCameWithTheHead() throws IOException {
        ByteBuffer received = ByteBuffer.allocate(256);
        received.put(frames(1, "early")).flip();
        assertThat(new String(new FrameStream(_ -> -1, received, errors).readAllBytes(), UTF_8))
                .isEqualTo("early");
    }

    @Test
    void givesBytesAboveAsciiBackOneByOne() {
        FrameStream stream = cut(frames(1, "é"), 3);
        assertThat(new int[] {stream.read(), stream.read(), stream.read()}).containsExactly(0xc3, 0xa9, -1);
    }

    @Test
    void readsFramesLargerThanItsBuffer() throws IOException {
        String large = "0123456789".repeat(1000);
        assertThat(new String(
                        cut(frames(1, large, 2, "x".repeat(500), 1, "end"), 700).readAllBytes(), UTF_8))
                .isEqualTo(large + "end");
    }

    @Test
    void keepsTheLastEightKilobytesOfErrors() {
        Tail tail = new Tail();
        StringBuilder all = new StringBuilder();
        Random random = new Random(1);
        while (all.length() < 50_000) {
            String part = "x".repeat(random.nextInt(3 * Tail.BYTES)) + all.length() + "\n";
            all.append(part);
            tail.add(part.getBytes(UTF_8));
        }
        assertThat(tail.text())
                .isEqualTo(all.substring(all.length() - Tail.BYTES).strip());
    }

    @Test
    void escapesControlCharactersInErrors() {
        errors.add("sh: \u001b[31mno\r\nsuch\n".getBytes(UTF_8));
        assertThat(errors.text()).isEqualTo("sh: \\x1b[31mno\nsuch");
    }
}
