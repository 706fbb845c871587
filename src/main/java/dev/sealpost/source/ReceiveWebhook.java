package dev.sealpost.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.event.ConvertToUtf8;
import dev.sealpost.event.Json;
import dev.sealpost.event.Payload;
import dev.sealpost.signature.ReceivedWebhook;
import dev.sealpost.signature.VerificationFailure;
import dev.sealpost.source.WebhookResult.Challenged;
import dev.sealpost.source.WebhookResult.Refused;
import dev.sealpost.source.WebhookResult.Understood;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Verifies a webhook, and only then reads what it says. Publishes nothing. */
public final class ReceiveWebhook {

    /** A longer answer is none that a provider asks for. */
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
     * A webhook that was posted.
     *
     * @throws dev.sealpost.event.MalformedJsonException when it is from the provider and no JSON
     * @throws dev.sealpost.event.InvalidFieldsException when it is from the provider and no form, though it says so
     */
    public WebhookResult receive(Source source, ReceivedWebhook webhook) {
        Optional<VerificationFailure> defect =
                source.trust().verify().defect(webhook, source.trust().keys(), clock.instant());
        if (defect.isPresent()) {
            return refuse(source, defect.get());
        }
        byte[] json = webhook.isForm()
                ? FormJson.of(webhook.body(), source.meaning().formField())
                : ConvertToUtf8.json(webhook.header("content-type"), webhook.body());
        JsonNode whole = Json.tree(json);
        Optional<String> answer = answer(source, whole);
        return answer.isPresent()
                ? challenge(source, answer.get())
                : new Understood(drafts(source, webhook, json, whole));
    }

    /**
     * A GET, by which a provider asks whether we are there.
     *
     * @param query the value of a parameter
     */
    public WebhookResult challenge(Source source, Function<String, Optional<String>> query) {
        ProviderSettings.QueryChallenge challenge = source.meaning().challenge().query();
        byte[] token = utf8(source.trust().verifyToken());
        Optional<String> given = query.apply(challenge.token());
        Optional<String> answer = query.apply(challenge.answer()).filter(text -> text.length() <= LONGEST_ANSWER);
        boolean isOurs = given.isPresent() && MessageDigest.isEqual(token, utf8(given.get()));
        return isOurs && answer.isPresent()
                ? challenge(source, answer.get())
                : refuse(source, VerificationFailure.WRONG_TOKEN);
    }

    private WebhookResult refuse(Source source, VerificationFailure defect) {
        counts.add(source, defect);
        refusals.report(source, defect);
        return new Refused(defect);
    }

    private WebhookResult challenge(Source source, String answer) {
        counts.add(source, SourceCounts.Result.CHALLENGE);
        return new Challenged(answer);
    }

    private static Optional<String> answer(Source source, JsonNode json) {
        ProviderSettings.BodyChallenge challenge = source.meaning().challenge().body();
        return challenge.at().isEmpty() || !json.at(challenge.at()).asText().equals(challenge.is())
                ? Optional.empty()
                : Optional.of(json.at(challenge.answer()).asText()).filter(text -> text.length() <= LONGEST_ANSWER);
    }

    private static List<InboundEvent> drafts(Source source, ReceivedWebhook webhook, byte[] json, JsonNode whole) {
        List<byte[]> items = source.meaning().items() ? Json.objects(json) : List.of();
        return items.isEmpty()
                ? List.of(draft(source, new WebhookFields(webhook, json, whole)))
                : apart(items.stream()
                        .map(item -> draft(source, new WebhookFields(webhook, item, Json.tree(item))))
                        .toList());
    }

    /** Items that have an id in common, such as one from a header, are still events of their own. */
    private static List<InboundEvent> apart(List<InboundEvent> drafts) {
        Map<String, Integer> seen = new HashMap<>();
        return drafts.stream()
                .map(draft -> draft.withDeliveryId(draft.deliveryId().map(id -> {
                    int before = seen.merge(id, 1, Integer::sum) - 1;
                    return before == 0 ? id : id + "#" + before;
                })))
                .toList();
    }

    private static InboundEvent draft(Source source, WebhookFields fields) {
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
