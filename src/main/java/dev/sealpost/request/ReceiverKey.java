package dev.sealpost.request;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Set;

/**
 * Public key of a receiver (RFC 7517), to which the body of each request is encrypted: RSA with RSA-OAEP-256, or EC with ECDH-ES, and
 * A256GCM for the content (RFC 7518). Thread-safe.
 */
public final class ReceiverKey {

    /** Media type of an encrypted body: JWE Compact Serialization (RFC 7516, section 7.1). */
    public static final String MEDIA_TYPE = "application/jose";

    private static final int LONGEST = 8_192;
    private static final int WEAKEST_RSA = 2_048;
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final String APPLICATION = "application/";

    private final JWK key;
    private final JWEAlgorithm algorithm;

    private ReceiverKey(JWK key, JWEAlgorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * Parses a JSON Web Key.
     *
     * @throws IllegalArgumentException with a message for users that shows nothing of the key
     */
    public static ReceiverKey parse(String jwk) {
        if (jwk.length() > LONGEST) {
            throw new IllegalArgumentException("a key of at most " + LONGEST + " characters is expected");
        }
        JWK key;
        try {
            key = JWK.parse(jwk);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "a JSON Web Key with its members kty, n and e, or kty, crv, x and y is expected");
        }
        if (key.isPrivate()) {
            throw new IllegalArgumentException("this key is private: keep it, and send only its public members");
        }
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.ENCRYPTION)) {
            throw new IllegalArgumentException("the member use must be enc, not " + key.getKeyUse());
        }
        JWEAlgorithm algorithm = algorithm(key);
        if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm.getName())) {
            throw new IllegalArgumentException("the member alg must be " + algorithm + " for this key");
        }
        ReceiverKey receiver = new ReceiverKey(key, algorithm);
        receiver.requireUsable();
        return receiver;
    }

    private static JWEAlgorithm algorithm(JWK key) {
        if (key instanceof RSAKey rsa) {
            if (rsa.size() < WEAKEST_RSA) {
                throw new IllegalArgumentException("an RSA key of at least " + WEAKEST_RSA + " bits is expected");
            }
            return JWEAlgorithm.RSA_OAEP_256;
        }
        if (key instanceof ECKey ec && CURVES.contains(ec.getCurve())) {
            return JWEAlgorithm.ECDH_ES;
        }
        throw new IllegalArgumentException("a key with kty RSA, or EC with crv P-256, P-384 or P-521, is expected");
    }

    private void requireUsable() {
        try {
            encrypt(new byte[0], "text/plain");
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the key cannot be used to encrypt", e);
        }
    }

    /**
     * Encrypts a body with a fresh content key.
     *
     * @param contentType media type of the body, sent as {@code cty}
     * @return JWE Compact Serialization in ASCII
     */
    public byte[] encrypt(byte[] body, String contentType) {
        JWEHeader.Builder header =
                new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM).contentType(shortened(contentType));
        if (key.getKeyID() != null) {
            header.keyID(key.getKeyID());
        }
        JWEObject jwe = new JWEObject(header.build(), new Payload(body));
        try {
            jwe.encrypt(encrypter());
        } catch (JOSEException e) {
            throw new IllegalStateException("The body cannot be encrypted: " + e.getMessage(), e);
        }
        return jwe.serialize().getBytes(StandardCharsets.US_ASCII);
    }

    /** Drops {@code application/}, as RFC 7516, section 4.1.12, recommends where no other slash follows. */
    private static String shortened(String contentType) {
        boolean isShort = contentType.startsWith(APPLICATION) && contentType.indexOf('/', APPLICATION.length()) < 0;
        return isShort ? contentType.substring(APPLICATION.length()) : contentType;
    }

    private JWEEncrypter encrypter() throws JOSEException {
        return key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter(key.toECKey());
    }

    /** Returns the key as JSON. */
    public String jwk() {
        return key.toJSONString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReceiverKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "ReceiverKey[" + algorithm + "]";
    }
}
