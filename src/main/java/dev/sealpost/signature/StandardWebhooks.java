package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;

/**
 * Signs webhooks according to Standard Webhooks 1.0, symmetric scheme {@code v1}: HMAC-SHA256 over the bytes {@code
 * id.timestamp.} and the payload. The payload is signed as bytes, exactly as sent. Thread-safe.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the spec</a>
 */
public final class StandardWebhooks {

    public static final String ID_HEADER = "webhook-id";
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";
    public static final String SIGNATURE_HEADER = "webhook-signature";

    private static final String VERSION = "v1,";

    private StandardWebhooks() {}

    /**
     * Signs a message.
     *
     * @param timestamp seconds since 1970, the value of {@value #TIMESTAMP_HEADER}
     * @return {@code v1,} and base64: the value of {@value #SIGNATURE_HEADER}
     */
    public static String sign(SigningSecret secret, String id, long timestamp, byte[] payload) {
        Mac mac = secret.mac();
        mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
        return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(payload));
    }
}
