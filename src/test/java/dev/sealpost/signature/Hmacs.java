package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as a provider does, with nothing of ours. */
public final class Hmacs {

    private Hmacs() {}

    public static String hex(String key, String text) {
        return hex(key, text.getBytes(StandardCharsets.UTF_8));
    }

    public static String hex(String key, byte[] bytes) {
        return HexFormat.of().formatHex(mac("HmacSHA256", key.getBytes(StandardCharsets.UTF_8), bytes));
    }

    public static String base64(String key, String text) {
        return base64("HmacSHA256", key.getBytes(StandardCharsets.UTF_8), text);
    }

    public static String base64(String algorithm, byte[] key, String text) {
        return Base64.getEncoder().encodeToString(mac(algorithm, key, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] mac(String algorithm, byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
