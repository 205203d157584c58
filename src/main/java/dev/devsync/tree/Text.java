package dev.devsync.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Locale;

/// Makes foreign bytes and text safe to print.
public final class Text {

    private Text() {}

    /// Decodes UTF-8; control characters become `\n`, `\t` or `\xNN`, and so do bytes that are not UTF-8.
    public static String printable(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, chars, true);
            chars.flip();
            appendPrintable(out, chars);
            chars.clear();
            if (!result.isError()) {
                return out.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.append(hex(in.get() & 0xff));
            }
            decoder.reset();
        }
    }

    /// Escapes the control characters of a text.
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        appendPrintable(out, CharBuffer.wrap(text));
        return out.toString();
    }

    private static void appendPrintable(StringBuilder out, CharBuffer chars) {
        while (chars.hasRemaining()) {
            char c = chars.get();
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    // Besides control characters: the marks that reorder text could disguise a name.
                    if (Character.isISOControl(c)) {
                        out.append(hex(c));
                    } else if (Character.getType(c) == Character.FORMAT) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    private static String hex(int value) {
        return String.format(Locale.ROOT, "\\x%02x", value);
    }
}
