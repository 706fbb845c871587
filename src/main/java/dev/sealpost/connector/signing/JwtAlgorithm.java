package dev.sealpost.connector.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Algorithm of a JSON Web Signature (RFC 7518, section 3.1). */
public enum JwtAlgorithm {
    RS256("RSA", "SHA256withRSA"),
    /** Its signature is the concatenation of R and S. */
    ES256("EC", "SHA256withECDSAinP1363Format"),
    PS256("RSA", "RSASSA-PSS");

    private static final int SALT = 32;

    private final String keyType;
    private final String name;

    JwtAlgorithm(String keyType, String name) {
        this.keyType = keyType;
        this.name = name;
    }

    String keyType() {
        return keyType;
    }

    byte[] sign(String text, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(name);
            if (this == PS256) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
            }
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name() + " cannot sign with this key: " + e.getMessage(), e);
        }
    }
}
