package dev.sealpost.connector.credential;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Keys of this run of the tests. */
final class TestKeys {

    static final KeyPair RSA = rsa();

    private TestKeys() {}

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the private key as PEM in one line, as it fits into YAML and JSON between double quotes. */
    static String pem() {
        return "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getEncoder().encodeToString(RSA.getPrivate().getEncoded())
                + "\\n-----END PRIVATE KEY-----\\n";
    }
}
