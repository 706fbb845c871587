package dev.sealpost.connector.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private key in a PEM file (RFC 7468, section 10: PKCS #8). */
public final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]+-----");
    private static final String CONVERT = "; convert it with openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem";

    private PemKey() {}

    /**
     * Reads the key for this algorithm. Line ends may also be written as {@code \n}, as in JSON and in environment variables.
     *
     * @throws IllegalArgumentException with a message for users that shows nothing of the key
     */
    public static PrivateKey parse(String pem, JwtAlgorithm algorithm) {
        Matcher block = BLOCK.matcher(pem.replace("\\n", "\n"));
        if (!block.find()) {
            throw new IllegalArgumentException("it is not a PEM file that begins with -----BEGIN PRIVATE KEY-----");
        }
        if (!block.group(1).equals("PRIVATE KEY")) {
            throw new IllegalArgumentException("it is a PEM file of the type " + block.group(1) + " and not PRIVATE KEY"
                    + (block.group(1).endsWith("PRIVATE KEY") ? CONVERT : ""));
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
            return KeyFactory.getInstance(algorithm.keyType()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // No cause: it could quote the key.
            throw new IllegalArgumentException(
                    "it is no " + algorithm.keyType() + " key, which " + algorithm + " needs");
        }
    }
}
