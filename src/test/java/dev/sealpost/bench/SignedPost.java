package dev.sealpost.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The Standard Webhooks signature as plain as it can be had, for what Sealpost is compared with. One for each thread. */
final class SignedPost {

    /** The secret of every endpoint in the benchmark. */
    static final String SECRET = "whsec_YmVuY2htYXJrLXNlY3JldC1iZW5jaG1hcmstc2VjcmV0";

    private final Mac mac;

    SignedPost() {
        try {
            mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** The value of {@code webhook-signature}. */
    String signature(String id, long timestamp, byte[] payload) {
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(payload));
    }
}
