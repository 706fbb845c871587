package dev.sealpost.signature;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Makes ciphers for the tests of other packages. */
public final class Ciphers {

    private Ciphers() {}

    /**
     * Returns a cipher whose key has this byte only.
     *
     * @param previous the same of previous keys
     */
    public static SecretCipher of(int key, int... previous) {
        return new SecretCipher(
                bytes(key),
                "the test",
                IntStream.of(previous).mapToObj(Ciphers::of).toList());
    }

    static byte[] bytes(int key) {
        byte[] bytes = new byte[SecretCipher.KEY_LENGTH];
        Arrays.fill(bytes, (byte) key);
        return bytes;
    }
}
