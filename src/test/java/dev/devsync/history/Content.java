package dev.devsync.history;

import java.util.SplittableRandom;

/// What generated files hold: bytes that follow from a number, so that a step is short to print and can be replayed.
final class Content {

    private Content() {}

    static byte[] of(long seed, int size) {
        byte[] bytes = new byte[size];
        SplittableRandom random = new SplittableRandom(seed);
        if (seed % 2 == 0) {
            random.nextBytes(bytes);
        } else { // text, as sources are
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i % 40 == 39 ? '\n' : 'a' + random.nextInt(26));
            }
        }
        return bytes;
    }
}
