package dev.sealpost.connector.signing;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof Key for Code Exchange (RFC 7636): only who asked for a code can exchange it.
 *
 * @param verifier secret of the asker, 43 to 128 characters
 */
public record Pkce(String verifier) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    /** Returns a proof with a random verifier. */
    public static Pkce random() {
        return new Pkce(randomText());
    }

    /** Returns 256 random bits in base64url, such as for {@code state}. */
    public static String randomText() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the challenge of the method {@code S256}. */
    public String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Digests.sha256(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Hides the verifier. */
    @Override
    public String toString() {
        return "Pkce[…]";
    }
}
