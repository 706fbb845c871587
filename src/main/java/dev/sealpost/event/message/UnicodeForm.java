package dev.sealpost.event.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Encoding of a text that is not UTF-8 without a byte order mark, as JSON must be (RFC 8259, section 8.1).
 *
 * @param mark length of the byte order mark in bytes; 0: none
 */
record UnicodeForm(Charset charset, int mark) {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

    /** Detects the encoding from the first four bytes: JSON in UTF-8 contains no NUL. Empty if the text may be UTF-8. */
    static Optional<UnicodeForm> of(byte[] bytes) {
        if (bytes.length < 2 || (bytes[0] > 0 && bytes[1] > 0)) {
            return Optional.empty();
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(new UnicodeForm(StandardCharsets.UTF_8, 3));
        }
        if (bytes.length >= 4) {
            int first = ByteBuffer.wrap(bytes).getInt();
            if (isAsciiOrMark(first)) {
                return Optional.of(form(UTF_32BE, first, 4));
            }
            if (isAsciiOrMark(Integer.reverseBytes(first))) {
                return Optional.of(form(UTF_32LE, Integer.reverseBytes(first), 4));
            }
        }
        int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        if (isAsciiOrMark(first)) {
            return Optional.of(form(StandardCharsets.UTF_16BE, first, 2));
        }
        int swapped = ((first & 0xFF) << 8) | (first >> 8);
        return isAsciiOrMark(swapped) ? Optional.of(form(StandardCharsets.UTF_16LE, swapped, 2)) : Optional.empty();
    }

    private static boolean isAsciiOrMark(int unit) {
        return unit == BYTE_ORDER_MARK || (unit > 0 && unit < 0x80);
    }

    private static UnicodeForm form(Charset charset, int first, int unit) {
        return new UnicodeForm(charset, first == BYTE_ORDER_MARK ? unit : 0);
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns a predicate for users, to follow "the body". */
    String fault() {
        return (mark > 0 ? "begins with a byte order mark (" + charset + ")" : "is " + charset)
                + "; JSON must be UTF-8 without a byte order mark (RFC 8259, section 8.1)";
    }

    /**
     * Converts the text to UTF-8 without a byte order mark.
     *
     * @throws CharacterCodingException if the bytes are malformed
     */
    byte[] toUtf8(byte[] bytes) throws CharacterCodingException {
        return toUtf8(charset, Arrays.copyOfRange(bytes, mark, bytes.length));
    }

    static byte[] toUtf8(Charset charset, byte[] bytes) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().getBytes(StandardCharsets.UTF_8);
    }
}
