package dev.sealpost.source.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.ConvertToUtf8;
import dev.sealpost.event.message.Json;
import dev.sealpost.signature.ReceivedWebhook;
import dev.sealpost.signature.VerificationFailure;
import dev.sealpost.source.webhook.WebhookResult.Challenged;
import dev.sealpost.source.webhook.WebhookResult.Refused;
import dev.sealpost.source.webhook.WebhookResult.Understood;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Verifies a webhook before reading its content. Publishes nothing. */
public final class ReceiveWebhook {

    /** Maximum length of a challenge answer in characters; providers ask for less. */
    private static final int LONGEST_ANSWER = 1024;

    private final Clock clock;
    private final SourceCounts counts;
    private final ReportRefusals refusals;

    ReceiveWebhook(Clock clock, SourceCounts counts, ReportRefusals refusals) {
        this.clock = clock;
        this.counts = counts;
        this.refusals = refusals;
    }

    /**
     * Verifies and reads a webhook sent by POST.
     *
     * @throws dev.sealpost.event.message.MalformedJsonException if the verified body is not JSON
     * @throws dev.sealpost.event.InvalidFieldsException if the verified body claims to be a form and is not
     */
    public WebhookResult receive(Source source, ReceivedWebhook webhook) {
        Optional<VerificationFailure> failure =
                source.trust().verify().failure(webhook, source.trust().keys(), clock.instant());
        if (failure.isPresent()) {
            return refuse(source, failure.get());
        }
        byte[] json = webhook.isForm()
                ? FormJson.of(webhook.body(), source.meaning().formField())
                : ConvertToUtf8.json(webhook.header("content-type"), webhook.body());
        JsonNode whole = Json.tree(json);
        Optional<String> answer = answer(source, whole);
        return answer.isPresent()
                ? challenge(source, answer.get())
                : new Understood(events(source, webhook, json, whole));
    }

    /**
     * Answers a challenge sent by GET.
     *
     * @param query returns the value of a query parameter
     */
    public WebhookResult challenge(Source source, Function<String, Optional<String>> query) {
        ProviderSettings.QueryChallenge challenge = source.meaning().challenge().query();
        byte[] token = utf8(source.trust().verifyToken());
        Optional<String> given = query.apply(challenge.token());
        Optional<String> answer = query.apply(challenge.answer()).filter(text -> text.length() <= LONGEST_ANSWER);
        boolean isExpected = given.isPresent() && MessageDigest.isEqual(token, utf8(given.get()));
        return isExpected && answer.isPresent()
                ? challenge(source, answer.get())
                : refuse(source, VerificationFailure.WRONG_TOKEN);
    }

    private WebhookResult refuse(Source source, VerificationFailure failure) {
        counts.add(source, failure);
        refusals.report(source, failure);
        return new Refused(failure);
    }

    private WebhookResult challenge(Source source, String answer) {
        counts.add(source, SourceCounts.WebhookOutcome.CHALLENGE);
        return new Challenged(answer);
    }

    private static Optional<String> answer(Source source, JsonNode json) {
        ProviderSettings.BodyChallenge challenge = source.meaning().challenge().body();
        return challenge.at().isEmpty() || !json.at(challenge.at()).asText().equals(challenge.is())
                ? Optional.empty()
                : Optional.of(json.at(challenge.answer()).asText()).filter(text -> text.length() <= LONGEST_ANSWER);
    }

    private static List<InboundEvent> events(Source source, ReceivedWebhook webhook, byte[] json, JsonNode whole) {
        List<byte[]> items = source.meaning().items() ? Json.objects(json) : List.of();
        return items.isEmpty()
                ? List.of(event(source, new WebhookFields(webhook, json, whole)))
                : distinct(items.stream()
                        .map(item -> event(source, new WebhookFields(webhook, item, Json.tree(item))))
                        .toList());
    }

    /** Gives items with a common id, such as one from a header, ids of their own. */
    private static List<InboundEvent> distinct(List<InboundEvent> events) {
        Map<String, Integer> counts = new HashMap<>();
        return events.stream()
                .map(event -> event.withDeliveryId(event.deliveryId().map(id -> {
                    int before = counts.merge(id, 1, Integer::sum) - 1;
                    return before == 0 ? id : id + "#" + before;
                })))
                .toList();
    }

    private static InboundEvent event(Source source, WebhookFields fields) {
        Source.Meaning meaning = source.meaning();
        Optional<InboundEvent.Place> place = meaning.order()
                .key()
                .of(fields)
                .flatMap(key -> meaning.order()
                        .version()
                        .of(fields)
                        .flatMap(Version::parse)
                        .map(version -> new InboundEvent.Place(key, version)));
        return new InboundEvent(
                meaning.type().of(fields),
                new Payload(fields.payload()),
                meaning.deliveryId().of(fields),
                place);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
