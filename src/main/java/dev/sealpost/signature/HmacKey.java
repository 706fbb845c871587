package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret shared with a provider of webhooks, ready to compute an HMAC (RFC 2104). Threads may share it. */
public final class HmacKey {

    private final SecretKeySpec key;

    private HmacKey(byte[] key, Algorithm algorithm) {
        this.key = new SecretKeySpec(key, algorithm.javaName);
    }

    /** The hash inside the HMAC. */
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

    /** How a provider writes its secrets. */
    public enum Form {
        /** The characters themselves are the key, in UTF-8. */
        TEXT,
        /** The key is written in base64 after {@code whsec_} (Standard Webhooks). */
        WHSEC
    }

    /**
     * The key that a provider gives as this text.
     *
     * @throws IllegalArgumentException with a message for users that does not show the secret
     */
    public static HmacKey of(String secret, Form form, Algorithm algorithm) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
        return switch (form) {
            case TEXT -> new HmacKey(secret.getBytes(StandardCharsets.UTF_8), algorithm);
            case WHSEC -> new HmacKey(SigningSecret.parse(secret).key(), algorithm);
        };
    }

    static HmacKey of(SigningSecret secret) {
        return new HmacKey(secret.key(), Algorithm.HMAC_SHA256);
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + key.getAlgorithm(), e);
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
