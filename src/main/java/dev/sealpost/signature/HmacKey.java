package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secret shared with a webhook provider, for HMAC (RFC 2104). Thread-safe. */
public final class HmacKey {

    private final SecretKeySpec key;

    private HmacKey(byte[] key, Algorithm algorithm) {
        this.key = new SecretKeySpec(key, algorithm.javaName);
    }

    /** HMAC algorithm. */
    public enum Algorithm {
        HMAC_SHA1("HmacSHA1"),
        HMAC_SHA256("HmacSHA256"),
        HMAC_SHA384("HmacSHA384"),
        HMAC_SHA512("HmacSHA512");

        private final String javaName;

        Algorithm(String javaName) {
            this.javaName = javaName;
        }
    }

    /** Format of a provider's secrets. */
    public enum Form {
        /** The text in UTF-8 is the key. */
        TEXT,
        /** Base64 of the key after {@code whsec_} (Standard Webhooks). */
        WHSEC
    }

    /**
     * Creates a key from the text of a secret.
     *
     * @throws IllegalArgumentException with a message for users that does not show the secret
     */
    public static HmacKey of(String secret, Form form, Algorithm algorithm) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return switch (form) {
            case TEXT -> new HmacKey(secret.getBytes(StandardCharsets.UTF_8), algorithm);
            case WHSEC -> new HmacKey(SigningSecret.parse(secret).key(), algorithm);
        };
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(key.getAlgorithm() + " is missing", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HmacKey that
                && key.getAlgorithm().equals(that.key.getAlgorithm())
                && MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "HmacKey[…]";
    }
}
