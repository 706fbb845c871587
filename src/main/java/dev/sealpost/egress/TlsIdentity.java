package dev.sealpost.egress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How this node proves who it is to a TLS server, and which servers it trusts: a client certificate (mutual TLS), certificate
 * authorities of its own, or both. Connections are kept apart by it. Thread-safe.
 */
public final class TlsIdentity {

    private static final char[] NO_PASSWORD = {};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final Pem pem;
    private final SSLContext context;

    /**
     * PEM files (RFC 7468).
     *
     * @param login certificate and private key of this node; empty: it has none
     * @param authorities certificates that servers are trusted by; empty: those that Java trusts
     */
    public record Pem(Optional<ClientCertificate> login, Optional<String> authorities) {}

    /**
     * Client certificate.
     *
     * @param chain certificates, that of the client first
     * @param privateKey unencrypted PKCS #8, RSA or EC
     */
    public record ClientCertificate(String chain, String privateKey) {

        /** Hides the key. */
        @Override
        public String toString() {
            return "ClientCertificate[…]";
        }
    }

    private TlsIdentity(Pem pem, SSLContext context) {
        this.pem = pem;
        this.context = context;
    }

    /**
     * Reads the PEM files.
     *
     * @throws IllegalArgumentException with a message for users that shows nothing of the key
     */
    public static TlsIdentity of(Pem pem) {
        KeyManager @Nullable [] login = pem.login().map(TlsIdentity::keys).orElse(null);
        TrustManager @Nullable [] trust =
                pem.authorities().map(TlsIdentity::trust).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(login, trust, null);
            return new TlsIdentity(pem, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    SSLContext context() {
        return context;
    }

    private static KeyManager[] keys(ClientCertificate login) {
        Certificate[] chain = certificates(login.chain(), "certificate").toArray(Certificate[]::new);
        PrivateKey key = key(login.privateKey(), chain[0].getPublicKey().getAlgorithm());
        requirePair(key, chain[0].getPublicKey());
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("certificate and privateKey cannot be used together", e);
        }
    }

    private static void requirePair(PrivateKey key, PublicKey certified) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            if (!signature.verify(signed)) {
                throw new IllegalArgumentException("privateKey: it is not the key of the first certificate");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("privateKey: it is not the key of the first certificate", e);
        }
    }

    private static TrustManager[] trust(String authorities) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate each : certificates(authorities, "certificateAuthorities")) {
                store.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("certificateAuthorities cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store cannot be created", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem, String member) {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(lines(pem).getBytes(StandardCharsets.US_ASCII)));
            if (!certificates.isEmpty() && certificates.stream().allMatch(X509Certificate.class::isInstance)) {
                return certificates;
            }
        } catch (CertificateException e) {
            // Answered below.
        }
        throw new IllegalArgumentException(
                member + ": it is not a PEM file with certificates that begins with -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKey key(String pem, String algorithm) {
        Matcher block = KEY.matcher(lines(pem));
        if (!block.find()) {
            throw new IllegalArgumentException(
                    "privateKey: it is not a PEM file that begins with -----BEGIN PRIVATE KEY-----;"
                            + " convert it with openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // No cause: it could quote the key.
            throw new IllegalArgumentException("privateKey: it is no " + algorithm + " key, as the certificate has");
        }
    }

    /** Line ends may also be written as {@code \n}, as in environment variables. */
    private static String lines(String pem) {
        return pem.replace("\\n", "\n");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsIdentity that && pem.equals(that.pem);
    }

    @Override
    public int hashCode() {
        return pem.hashCode();
    }

    @Override
    public String toString() {
        return "TlsIdentity[…]";
    }
}
