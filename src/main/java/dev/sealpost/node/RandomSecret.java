package dev.sealpost.node;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody can guess. */
public final class RandomSecret {

    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomSecret() {}

    /** A new secret of 256 bits, in base64url. */
    public static String next() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
