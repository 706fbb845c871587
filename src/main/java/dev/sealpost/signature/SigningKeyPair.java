package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 key pair (RFC 8032) of an endpoint, scheme {@code v1a}: the private key is written as {@code whsk_} and base64, the public
 * key as {@code whpk_} and base64 (Standard Webhooks 1.0, "Asymmetric signatures"). Thread-safe.
 */
public final class SigningKeyPair implements SigningKey {

    static final String PREFIX = "whsk_";

    private static final String PUBLIC_PREFIX = "whpk_";
    private static final String VERSION = "v1a,";
    private static final String ALGORITHM = "Ed25519";
    private static final int SEED = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** DER before the seed: PrivateKeyInfo of RFC 8410, section 7. */
    private static final byte[] PRIVATE_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final byte[] seed;
    private final byte[] publicKey;
    private final PrivateKey privateKey;

    private SigningKeyPair(byte[] seed) {
        this.seed = seed;
        try {
            byte[] encoded = Arrays.copyOf(PRIVATE_HEAD, PRIVATE_HEAD.length + SEED);
            System.arraycopy(seed, 0, encoded, PRIVATE_HEAD.length, SEED);
            this.privateKey = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            this.publicKey = publicKey(seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }

    /** The JDK derives a public key only while it generates a pair, so it gets the seed as its random bytes. */
    private static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
        KeyPair pair = generator.generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - SEED, encoded.length);
    }

    /**
     * Parses {@code whsk_} and the base64 of the seed, or of the seed and the public key.
     *
     * @throws IllegalArgumentException with a message for users that does not show the key
     */
    public static SigningKeyPair parse(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException e) {
            // No cause: it would show a character of the key.
            throw new IllegalArgumentException("a private key must be whsk_ followed by base64");
        }
        if (key.length != SEED && key.length != 2 * SEED) {
            throw new IllegalArgumentException(
                    "a private key must have 32 or 64 bytes after base64 decoding; this one has " + key.length);
        }
        SigningKeyPair pair = new SigningKeyPair(Arrays.copyOf(key, SEED));
        if (key.length > SEED && !Arrays.equals(pair.publicKey, Arrays.copyOfRange(key, SEED, 2 * SEED))) {
            throw new IllegalArgumentException("the last 32 bytes of the private key are not its public key");
        }
        return pair;
    }

    public static SigningKeyPair generate() {
        byte[] seed = new byte[SEED];
        RANDOM.nextBytes(seed);
        return new SigningKeyPair(seed);
    }

    @Override
    public String sign(String id, long timestamp, byte[] payload) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
            signature.update(payload);
            return VERSION + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A webhook cannot be signed: " + e.getMessage(), e);
        }
    }

    @Override
    public String reveal() {
        return PUBLIC_PREFIX + Base64.getEncoder().encodeToString(publicKey);
    }

    @Override
    public String text() {
        byte[] both = Arrays.copyOf(seed, 2 * SEED);
        System.arraycopy(publicKey, 0, both, SEED, SEED);
        return PREFIX + Base64.getEncoder().encodeToString(both);
    }

    /** Longer than any secret, so that an earlier release does not take it for one. */
    @Override
    public byte[] stored() {
        return text().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKeyPair that && Arrays.equals(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }

    /** Returns a seed as random bytes, once. */
    private static final class FixedRandom extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        FixedRandom(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
