package dev.sealpost.identifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * K-sortable unique ids in the shape of segmentio/ksuid: 20 bytes (32 bits of seconds since 2014-05-13T16:53:20Z, then
 * 128 bits) written as 27 base62 characters whose text order is their byte order. Ids with a time use 20 of the 128
 * bits for its microseconds: rows created together are stored together, which saves writes.
 */
public final class Ksuid {

    private static final long EPOCH = 1_400_000_000L;
    private static final int LENGTH = 27;
    private static final int FRACTION_BITS = 20;
    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ksuid() {}

    /** Creates an id that sorts after those of earlier microseconds. */
    public static String at(Instant time) {
        byte[] chance = new byte[16];
        RANDOM.nextBytes(chance);
        return encode(seconds(time), withFraction(time, chance));
    }

    /** Returns the smallest id of this microsecond. */
    public static String first(Instant time) {
        return encode(seconds(time), withFraction(time, new byte[16]));
    }

    /** Returns the deterministic id of these parts at this time. */
    public static String derivedAt(Instant time, String... parts) {
        return encode(seconds(time), withFraction(time, digest(parts)));
    }

    /** Returns the deterministic id of these parts: 160 bits of SHA-256 over each part and its length. */
    public static String derived(String... parts) {
        byte[] digest = digest(parts);
        return encode(ByteBuffer.wrap(digest, 16, 4).getInt(), digest);
    }

    /** Stores the microseconds of the time in the first bits. */
    private static byte[] withFraction(Instant time, byte[] bits) {
        int microseconds = time.getNano() / 1000;
        int kept = ByteBuffer.wrap(bits).getInt() & ((1 << (Integer.SIZE - FRACTION_BITS)) - 1);
        ByteBuffer.wrap(bits).putInt(microseconds << (Integer.SIZE - FRACTION_BITS) | kept);
        return bits;
    }

    private static int seconds(Instant time) {
        return (int) (time.getEpochSecond() - EPOCH);
    }

    private static byte[] digest(String... parts) {
        MessageDigest sha256 = Sha256.digest();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha256.update(bytes);
        }
        return sha256.digest();
    }

    private static String encode(int seconds, byte[] chance) {
        ByteBuffer bytes = ByteBuffer.wrap(chance);
        int[] words = {seconds, bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt()};
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS[divideBy62(words)];
        }
        return new String(text);
    }

    /** Divides the 160-bit number in place and returns the remainder. */
    private static int divideBy62(int[] words) {
        long remainder = 0;
        for (int i = 0; i < words.length; i++) {
            long value = (remainder << Integer.SIZE) | (words[i] & 0xFFFF_FFFFL);
            words[i] = (int) (value / DIGITS.length);
            remainder = value % DIGITS.length;
        }
        return (int) remainder;
    }
}
