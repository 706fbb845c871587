package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;

/** Key that signs webhooks, written as in Standard Webhooks 1.0. Thread-safe. */
public sealed interface SigningKey permits SigningSecret, SigningKeyPair {

    /**
     * Parses a key in the format of the API: {@code whsec_}, {@code whsk_}, or base64 alone for a secret.
     *
     * @throws IllegalArgumentException with a message for users that does not show the key
     */
    static SigningKey parse(String text) {
        return text.startsWith(SigningKeyPair.PREFIX) ? SigningKeyPair.parse(text) : SigningSecret.parse(text);
    }

    /**
     * Reads a key as stored.
     *
     * @throws IllegalArgumentException if it is none
     */
    static SigningKey ofStored(byte[] stored) {
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        return stored.length > SigningSecret.LONGEST && text.startsWith(SigningKeyPair.PREFIX)
                ? SigningKeyPair.parse(text)
                : SigningSecret.ofKey(stored);
    }

    /** Returns the bytes to store, which show the key. */
    byte[] stored();

    /**
     * Signs a message.
     *
     * @param timestamp seconds since 1970, the value of {@code webhook-timestamp}
     * @return one element of the header {@code webhook-signature}
     */
    String sign(String id, long timestamp, byte[] payload);

    /** Returns what a receiver needs to verify: the secret itself, or the public key. */
    String reveal();

    /** Returns the whole key in the format of the API, for storage only. */
    String text();
}
