package dev.sealpost.signature;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signing key of an endpoint, 24 to 64 bytes, written as {@code whsec_} and base64 (Standard Webhooks 1.0, "Symmetric
 * signatures").
 */
public final class SigningSecret implements SigningKey {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    static final int LONGEST = 64;
    private static final int GENERATED = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final Mac keyed;

    private SigningSecret(byte[] key) {
        this.key = key;
        this.keyed = keyed(key);
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }

    /**
     * Parses a secret in the format of the API.
     *
     * @throws IllegalArgumentException with a message for users that does not show the secret
     */
    public static SigningSecret parse(String text) {
        return ofKey(decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text));
    }

    public static SigningSecret generate() {
        byte[] key = new byte[GENERATED];
        RANDOM.nextBytes(key);
        return new SigningSecret(key);
    }

    static SigningSecret ofKey(byte[] key) {
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException("a signing secret must have " + SHORTEST + " to " + LONGEST
                    + " bytes after base64 decoding; this one has " + key.length);
        }
        return new SigningSecret(key.clone());
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a signing secret must be whsec_ followed by base64", e);
        }
    }

    byte[] key() {
        return key;
    }

    /** Returns a new HMAC-SHA256 with this key, cloned to avoid looking up the security provider each time. */
    Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            return keyed(key);
        }
    }

    @Override
    public byte[] stored() {
        return key.clone();
    }

    @Override
    public String sign(String id, long timestamp, byte[] payload) {
        return StandardWebhooks.sign(this, id, timestamp, payload);
    }

    @Override
    public String text() {
        return reveal();
    }

    /** Returns {@code whsec_} and base64, for the only answer that shows the secret. */
    @Override
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningSecret that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
