package dev.sealpost.connector.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;

/** A key and its certificate, made by the {@code keytool} of this JDK for this run of the tests. */
final class TestKeys {

    private static final String PASSWORD = "changeit";
    private static final KeyStore STORE = store();

    static final KeyPair RSA = rsa();

    private TestKeys() {}

    private static KeyStore store() {
        try {
            Path folder = Files.createTempDirectory("sealpost-keys");
            Path file = folder.resolve("keys.p12");
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process = new ProcessBuilder(
                            (keytool + " -genkeypair -keyalg RSA -keysize 2048 -alias one -dname CN=one -storepass "
                                            + PASSWORD + " -keystore " + file)
                                    .split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            Files.delete(file);
            Files.delete(folder);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair rsa() {
        try {
            Certificate certificate = STORE.getCertificate("one");
            return new KeyPair(certificate.getPublicKey(), (PrivateKey) STORE.getKey("one", PASSWORD.toCharArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the private key as PEM in one line, as it fits into YAML and JSON between double quotes. */
    static String pem() {
        return pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
    }

    /** Returns the certificate of the key as PEM in one line. */
    static String certificate() {
        try {
            return pem("CERTIFICATE", STORE.getCertificate("one").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\\n" + Base64.getEncoder().encodeToString(bytes) + "\\n-----END " + type
                + "-----\\n";
    }
}
