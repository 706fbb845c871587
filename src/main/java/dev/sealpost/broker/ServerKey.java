package dev.sealpost.broker;

import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * What the ports of the embedded broker are encrypted with. Artemis reads it from a key store, and says little when that
 * does not work; so it is read here first.
 */
record ServerKey(Path store, String password) {

    private static final String PREFIX = "sealpost.broker.tls.";
    private static final String ALIAS = "sealpost";
    private static final String OWN_STORE = "tls.p12";

    /**
     * @return empty where nothing is configured
     * @throws IllegalStateException that names the key, the file and what is wrong with it
     */
    static Optional<ServerKey> of(BrokerSettings.Tls settings, DataDirectory data) {
        if (!settings.isGiven()) {
            return Optional.empty();
        }
        if (settings.keyStore().isBlank()) {
            return Optional.of(fromPem(settings, data.resolve("broker")));
        }
        if (!settings.certificate().isBlank() || !settings.privateKey().isBlank()) {
            throw new IllegalStateException(PREFIX + "key-store has the certificate and the private key: give it, or "
                    + PREFIX + "certificate and private-key, not both.");
        }
        return Optional.of(fromStore(Path.of(settings.keyStore()), settings.password()));
    }

    private static ServerKey fromStore(Path file, String password) {
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, password.toCharArray()) : null;
                if (key instanceof PrivateKey) {
                    return new ServerKey(file.toAbsolutePath(), password);
                }
            }
            throw new IllegalStateException(PREFIX + "key-store: " + file + " has no private key in it.");
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword(file, e);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword(file, e);
            }
            throw new IllegalStateException(PREFIX + "key-store: " + Unreadable.reason(file, e), e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    Files.isRegularFile(file)
                            ? PREFIX + "key-store: " + file + " is no key store of PKCS12 or JKS."
                            : PREFIX + "key-store: " + Unreadable.reason(file, new IOException(e)),
                    e);
        }
    }

    private static IllegalStateException wrongPassword(Path file, Exception e) {
        return new IllegalStateException(
                PREFIX + "password (SEALPOST_BROKER_TLS_PASSWORD) does not open " + file + ".", e);
    }

    private static ServerKey fromPem(BrokerSettings.Tls settings, Path folder) {
        Path store = folder.resolve(OWN_STORE);
        List<X509Certificate> chain = pem("certificate", settings.certificate()).getCertificates();
        PrivateKey key = privateKey(settings);
        String password = randomPassword();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(ALIAS, key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
            OwnerOnly.createFolder(folder);
            Files.deleteIfExists(store);
            OwnerOnly.createFile(store);
            try (OutputStream out = Files.newOutputStream(store)) {
                keys.store(out, password.toCharArray());
            }
            return new ServerKey(store.toAbsolutePath(), password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    PREFIX + "certificate and private-key cannot be used together: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(BrokerSettings.Tls settings) {
        PemContent content = pem("private-key", settings.privateKey());
        try {
            PrivateKey key = settings.password().isEmpty()
                    ? content.getPrivateKey()
                    : content.getPrivateKey(settings.password());
            if (key != null) {
                return key;
            }
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    PREFIX + "private-key: " + settings.privateKey()
                            + " cannot be read as a private key in PEM; where it is" + " encrypted, " + PREFIX
                            + "password opens it.",
                    e);
        }
        throw new IllegalStateException(
                PREFIX + "private-key: " + settings.privateKey() + " has no private key in it.");
    }

    private static PemContent pem(String key, String file) {
        if (file.isBlank()) {
            throw new IllegalStateException(PREFIX + key + " is missing: TLS needs a certificate and its private key.");
        }
        Path path = Path.of(file);
        try {
            PemContent content = PemContent.load(path);
            if (key.equals("certificate")) {
                content.getCertificates();
            }
            return content;
        } catch (IOException e) {
            throw new IllegalStateException(PREFIX + key + ": " + Unreadable.reason(path, e), e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(PREFIX + key + ": " + file + " has no certificate in PEM in it.", e);
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** As an acceptor of Artemis takes it. */
    Map<String, Object> parameters() {
        return Map.of(
                "sslEnabled",
                "true",
                "keyStorePath",
                store.toString(),
                "keyStorePassword",
                password,
                "enabledProtocols",
                "TLSv1.2,TLSv1.3");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ServerKey[store=" + store + "]";
    }
}
