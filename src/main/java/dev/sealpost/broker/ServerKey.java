package dev.sealpost.broker;

import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.OwnerOnly;
import dev.sealpost.node.RandomSecret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Private key and certificate of the embedded broker's ports. Reads the key store before Artemis does, whose error
 * messages are vague.
 */
record ServerKey(Path store, String password) {

    private static final String PREFIX = "sealpost.broker.tls.";
    private static final String OWN_STORE = "tls.p12";

    /**
     * @return empty if TLS is not configured
     * @throws IllegalStateException that names the setting, the file and the problem
     */
    static Optional<ServerKey> of(BrokerSettings.Tls settings, DataDirectory data) {
        if (!settings.isGiven()) {
            return Optional.empty();
        }
        if (settings.keyStore().isBlank()) {
            return Optional.of(fromPem(settings, data.resolve("broker")));
        }
        if (!settings.certificate().isBlank() || !settings.privateKey().isBlank()) {
            throw new IllegalStateException(PREFIX + "key-store and " + PREFIX
                    + "certificate with private-key are mutually exclusive: set one of them.");
        }
        return Optional.of(fromStore(Path.of(settings.keyStore()), settings.password()));
    }

    private static ServerKey fromStore(Path file, String password) {
        read("key-store", file);
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, password.toCharArray()) instanceof PrivateKey) {
                    return new ServerKey(file.toAbsolutePath(), password);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    NestedExceptionUtils.getMostSpecificCause(e) instanceof UnrecoverableKeyException
                            ? PREFIX + "password (SEALPOST_BROKER_TLS_PASSWORD) does not open " + file + "."
                            : PREFIX + "key-store: " + file + " is not a PKCS12 or JKS key store.",
                    e);
        }
        throw new IllegalStateException(PREFIX + "key-store: " + file + " contains no private key.");
    }

    private static ServerKey fromPem(BrokerSettings.Tls settings, Path folder) {
        List<X509Certificate> chain = pem(
                "certificate", settings.certificate(), PemContent::getCertificates, "has no certificate in PEM in it.");
        String opens = settings.password();
        PrivateKey key = pem(
                "private-key",
                settings.privateKey(),
                content -> opens.isEmpty() ? content.getPrivateKey() : content.getPrivateKey(opens),
                "has no private key in PEM in it, or an encrypted one that " + PREFIX + "password does not open.");
        Path store = folder.resolve(OWN_STORE).toAbsolutePath();
        String password = RandomSecret.next();
        KeyStore keys = new PemSslStoreBundle(PemSslStore.of(chain, key).withPassword(password), null).getKeyStore();
        try {
            OwnerOnly.createFolder(folder);
            Files.deleteIfExists(store);
            OwnerOnly.createFile(store);
            try (OutputStream out = Files.newOutputStream(store)) {
                keys.store(out, password.toCharArray());
            }
            return new ServerKey(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    PREFIX + "certificate and private-key: the key store " + store + " cannot be written: "
                            + e.getMessage(),
                    e);
        }
    }

    private static <T> T pem(String key, String file, Function<PemContent, @Nullable T> part, String otherwise) {
        if (file.isBlank()) {
            throw new IllegalStateException(PREFIX + key + " is missing: TLS needs a certificate and its private key.");
        }
        String text = new String(read(key, Path.of(file)), StandardCharsets.UTF_8);
        try {
            return Objects.requireNonNull(part.apply(PemContent.of(text)));
        } catch (RuntimeException e) {
            throw new IllegalStateException(PREFIX + key + ": " + file + " " + otherwise, e);
        }
    }

    private static byte[] read(String key, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(PREFIX + key + ": " + Unreadable.reason(file, e), e);
        }
    }

    /** Returns the parameters of an Artemis acceptor. */
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
