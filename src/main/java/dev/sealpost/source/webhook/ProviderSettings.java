package dev.sealpost.source.webhook;

import dev.sealpost.signature.HmacKey;
import dev.sealpost.signature.Template;
import dev.sealpost.signature.WebhookScheme;
import dev.sealpost.signature.WebhookScheme.SignaturePlace;
import dev.sealpost.signature.WebhookScheme.TimestampPlace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Format of the webhooks of a provider ({@code sealpost.providers.<name>}). Bundled providers are in
 * {@code config/providers.yaml}.
 *
 * @param deliveryId expressions for an id that repeats share; the first that resolves applies. Default: none.
 * @param eventType expressions for the event type. Default: none.
 * @param formField form field whose JSON is the payload if the form has no other field. Default: none.
 * @param items true: each object of a list body is an event. Default false.
 */
record ProviderSettings(
        @DefaultValue Signature signature,
        @DefaultValue Timestamp timestamp,
        @DefaultValue List<String> deliveryId,
        @DefaultValue List<String> eventType,
        @DefaultValue("") String formField,
        @DefaultValue("false") boolean items,
        @DefaultValue Challenges challenge) {

    ProviderSettings {
        deliveryId = List.copyOf(deliveryId);
        eventType = List.copyOf(eventType);
    }

    /**
     * Location and coverage of the signatures.
     *
     * @param name of the header with the signatures
     * @param separator separator of the elements of the header. Default: none, the header is one element.
     * @param prefix prefix of a signature. Default: none.
     * @param signed template of the signed text, see {@link WebhookScheme}
     * @param algorithm Default {@code hmac-sha256}.
     * @param encoding {@code hex} or {@code base64}. Default {@code hex}.
     * @param secret {@code text}, or {@code whsec} for keys in base64. Default {@code text}.
     * @param bodyDigest URL parameter with the SHA-256 of a body that is not a form. Default: none.
     */
    record Signature(
            @DefaultValue("") String header,
            @DefaultValue("") String separator,
            @DefaultValue("") String prefix,
            @DefaultValue("{body}") String signed,
            @DefaultValue("hmac-sha256") HmacKey.Algorithm algorithm,
            @DefaultValue("hex") WebhookScheme.Encoding encoding,
            @DefaultValue("text") HmacKey.Form secret,
            @DefaultValue("") String bodyDigest) {}

    /**
     * Location of the signing time.
     *
     * @param header Default: none, the time is not signed.
     * @param prefix prefix of the time if it is in the signature header. Default: the whole header is the time.
     * @param unit {@code seconds} or {@code milliseconds} since 1970. Default {@code seconds}.
     * @param tolerance maximum difference from our time. Default 5 min.
     */
    record Timestamp(
            @DefaultValue("") String header,
            @DefaultValue("") String prefix,
            @DefaultValue("seconds") WebhookScheme.Unit unit,
            @DefaultValue("5m") Duration tolerance) {}

    /** Challenges that a provider sends before events. */
    record Challenges(
            @DefaultValue BodyChallenge body, @DefaultValue QueryChallenge query) {}

    /**
     * Signed POST whose body requires an answer.
     *
     * @param at JSON pointer to the text that marks a challenge. Default: no such challenge.
     * @param is expected text
     * @param answer JSON pointer to the answer
     */
    record BodyChallenge(
            @DefaultValue("") String at,
            @DefaultValue("") String is,
            @DefaultValue("") String answer) {}

    /**
     * GET with a token that both sides know.
     *
     * @param token parameter with the token. Default: no such challenge.
     * @param answer parameter with the answer
     */
    record QueryChallenge(
            @DefaultValue("") String token,
            @DefaultValue("") String answer) {

        boolean isConfigured() {
            return !token.isEmpty();
        }
    }

    /** @throws IllegalArgumentException with a message for users that names the key */
    WebhookScheme scheme() {
        return new WebhookScheme(
                new SignaturePlace(signature.header(), signature.separator(), signature.prefix()),
                Optional.of(timestamp)
                        .filter(place -> !place.header().isEmpty())
                        .map(place ->
                                new TimestampPlace(place.header(), place.prefix(), place.unit(), place.tolerance())),
                Template.parse(signature.signed()),
                new WebhookScheme.Cipher(signature.algorithm(), signature.encoding()),
                Optional.of(signature.bodyDigest()).filter(name -> !name.isEmpty()));
    }
}
