package dev.sealpost.source;

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
 * How the webhooks of a provider look ({@code sealpost.providers.<name>}). Those that come with Sealpost are in
 * {@code config/providers.yaml}.
 *
 * @param deliveryId expressions for what a repeat has in common with its first; the first that resolves counts. Default: none.
 * @param eventType expressions for the type of the event. Default: none.
 * @param formField of a form that has this field and no other, the JSON in it is the payload. Default: none.
 * @param items true: a body that is a list of objects is an event for each of them. Default false.
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
     * Where the signatures stand, and what they cover.
     *
     * @param header with the signatures
     * @param separator between the elements of the header. Default: none, it is one.
     * @param prefix what a signature begins with. Default: nothing.
     * @param signed the signed text, as {@link WebhookScheme} says
     * @param algorithm Default {@code hmac-sha256}.
     * @param encoding {@code hex} or {@code base64}. Default {@code hex}.
     * @param secret {@code text}, or {@code whsec} for keys in base64. Default {@code text}.
     * @param bodyDigest parameter of the URL with the SHA-256 of a body that is no form. Default: none.
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
     * Where the time of signing stands.
     *
     * @param header Default: none, the time is not signed.
     * @param prefix what it begins with, where the header is the one with the signatures. Default: it is all of the header.
     * @param unit {@code seconds} or {@code milliseconds} since 1970. Default {@code seconds}.
     * @param tolerance how far it may be from our time. Default 5 min.
     */
    record Timestamp(
            @DefaultValue("") String header,
            @DefaultValue("") String prefix,
            @DefaultValue("seconds") WebhookScheme.Unit unit,
            @DefaultValue("5m") Duration tolerance) {}

    /** What a provider asks before it sends events. */
    record Challenges(
            @DefaultValue BodyChallenge body, @DefaultValue QueryChallenge query) {}

    /**
     * A signed POST whose body asks for an answer.
     *
     * @param at JSON pointer to what makes it a challenge. Default: there is no such challenge.
     * @param is the text there
     * @param answer JSON pointer to the answer
     */
    record BodyChallenge(
            @DefaultValue("") String at,
            @DefaultValue("") String is,
            @DefaultValue("") String answer) {}

    /**
     * A GET with a token that both sides know.
     *
     * @param token parameter with the token. Default: there is no such challenge.
     * @param answer parameter with the answer
     */
    record QueryChallenge(
            @DefaultValue("") String token,
            @DefaultValue("") String answer) {

        boolean isThere() {
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
