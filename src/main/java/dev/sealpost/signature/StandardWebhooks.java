package dev.sealpost.signature;

import dev.sealpost.signature.WebhookScheme.Cipher;
import dev.sealpost.signature.WebhookScheme.Encoding;
import dev.sealpost.signature.WebhookScheme.SignaturePlace;
import dev.sealpost.signature.WebhookScheme.TimestampPlace;
import dev.sealpost.signature.WebhookScheme.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Signs and verifies by Standard Webhooks 1.0, symmetric scheme {@code v1}: HMAC-SHA256 over the bytes {@code
 * id.timestamp.} and the payload. The payload is never read as text: what is signed is what is sent. Threads may share
 * everything here.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the spec</a>
 */
public final class StandardWebhooks {

    public static final String ID_HEADER = "webhook-id";
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";
    public static final String SIGNATURE_HEADER = "webhook-signature";

    /** How far the time of a message may be from ours, both ways. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";

    /** The scheme as data, like that of any other provider. */
    public static final WebhookScheme SCHEME = new WebhookScheme(
            new SignaturePlace(SIGNATURE_HEADER, " ", VERSION),
            Optional.of(new TimestampPlace(TIMESTAMP_HEADER, "", Unit.SECONDS, TOLERANCE)),
            Template.parse("{header:" + ID_HEADER + "}.{timestamp}.{body}"),
            new Cipher(HmacKey.Algorithm.HMAC_SHA256, Encoding.BASE64),
            Optional.empty());

    private static final VerifyWebhook VERIFY = new VerifyWebhook(SCHEME);

    private StandardWebhooks() {}

    /** The three headers of a message as they arrived. */
    public record SignedHeaders(String id, String timestamp, String signature) {}

    /**
     * Signs a message.
     *
     * @param timestamp when this attempt is made; the signature covers its whole seconds
     */
    public static String sign(SigningSecret secret, String id, Instant timestamp, byte[] payload) {
        return sign(secret, id, timestamp.getEpochSecond(), payload);
    }

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

    /**
     * Whether one of the signatures was made with one of the secrets, now, give or take {@link #TOLERANCE}. The answer
     * is a plain no for every defect, because a reason would help only the forger.
     */
    public static boolean verify(
            Collection<SigningSecret> secrets, SignedHeaders headers, byte[] payload, Instant now) {
        ReceivedWebhook webhook = new ReceivedWebhook(
                "POST",
                "",
                Map.of(
                        ID_HEADER, headers.id(),
                        TIMESTAMP_HEADER, headers.timestamp(),
                        SIGNATURE_HEADER, headers.signature()),
                payload);
        return VERIFY.defect(webhook, secrets.stream().map(HmacKey::of).toList(), now)
                .isEmpty();
    }
}
