package dev.sealpost.signature;

import dev.sealpost.signature.WebhookScheme.Cipher;
import dev.sealpost.signature.WebhookScheme.Encoding;
import dev.sealpost.signature.WebhookScheme.SignaturePlace;
import dev.sealpost.signature.WebhookScheme.TimestampPlace;
import dev.sealpost.signature.WebhookScheme.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Verifies messages by the scheme of Standard Webhooks, written here once more and compared with the configured one. */
public final class VerifyStandardWebhook {

    public static final WebhookScheme SCHEME = new WebhookScheme(
            new SignaturePlace(StandardWebhooks.SIGNATURE_HEADER, " ", "v1,"),
            Optional.of(new TimestampPlace(StandardWebhooks.TIMESTAMP_HEADER, "", Unit.SECONDS, Duration.ofMinutes(5))),
            Template.parse("{header:" + StandardWebhooks.ID_HEADER + "}.{timestamp}.{body}"),
            new Cipher(HmacKey.Algorithm.HMAC_SHA256, Encoding.BASE64),
            Optional.empty());

    private VerifyStandardWebhook() {}

    /** The three headers of a message as they arrived. */
    record SignedHeaders(String id, String timestamp, String signature) {}

    /** Returns whether one of the signatures was made with one of the secrets at about this time. */
    static boolean isValid(Collection<SigningSecret> secrets, SignedHeaders headers, byte[] payload, Instant now) {
        ReceivedWebhook webhook = new ReceivedWebhook(
                "POST",
                "",
                Map.of(
                        StandardWebhooks.ID_HEADER, headers.id(),
                        StandardWebhooks.TIMESTAMP_HEADER, headers.timestamp(),
                        StandardWebhooks.SIGNATURE_HEADER, headers.signature()),
                payload);
        return new VerifyWebhook(SCHEME)
                .failure(
                        webhook,
                        secrets.stream().map(VerifyStandardWebhook::key).toList(),
                        now)
                .isEmpty();
    }

    private static HmacKey key(SigningSecret secret) {
        return HmacKey.of(secret.reveal(), HmacKey.Form.WHSEC, HmacKey.Algorithm.HMAC_SHA256);
    }
}
