package dev.sealpost.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates made by the {@code keytool} of this JDK, for one run of the tests. */
final class Keys {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path store;
    private final Path folder;

    private Keys(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
    }

    /** An authority that can sign certificates. */
    static Keys withAuthority(Path folder) throws Exception {
        Keys keys = new Keys(folder);
        keys.generate(AUTHORITY, "-ext", "bc:c");
        return keys;
    }

    /** A certificate signed by nobody but itself. */
    Keys selfSigned(String name, String host) throws Exception {
        return generate(name, "-ext", "san=dns:" + host);
    }

    /** @param start when it begins to be valid, for a day, such as {@code -2d} */
    Keys signed(String name, String host, String start) throws Exception {
        return generate(name, "-signer", AUTHORITY, "-ext", "san=dns:" + host, "-startdate", start, "-validity", "1");
    }

    private Keys generate(String name, String... options) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command =
                new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-keystore", store.toString()));
        command.addAll(List.of("-storepass", PASSWORD, "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        return this;
    }

    /** A server that shows this certificate. */
    SSLContext server(String name) throws Exception {
        KeyStore all = load();
        KeyStore one = empty();
        one.setKeyEntry(
                name, all.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(), all.getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A server that shows this certificate, and wants one of its clients that the authority has signed. */
    SSLContext serverThatKnowsItsClients(String name) throws Exception {
        KeyStore all = load();
        KeyStore one = empty();
        one.setKeyEntry(
                name, all.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(), all.getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** The certificate in PEM. */
    String certificate(String name) throws Exception {
        return pem("CERTIFICATE", load().getCertificate(name).getEncoded());
    }

    String authority() throws Exception {
        return certificate(AUTHORITY);
    }

    /** The private key in PEM. */
    String privateKey(String name) throws Exception {
        return pem("PRIVATE KEY", load().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    /** A file with the certificate of the authority, for those that trust it. */
    Path trust() throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private KeyStore load() throws Exception {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    static String password() {
        return PASSWORD;
    }
}
