package dev.sealpost.source.webhook;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.signature.HmacKey;
import dev.sealpost.signature.VerifyWebhook;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inbound webhook: its sender, verification and events.
 *
 * @param name name in {@code /in/<name>}
 * @param application uid or id of the application that the events belong to
 */
public record Source(String name, String application, Trust trust, Meaning meaning, Handling handling) {

    /**
     * Verification of the webhook.
     *
     * @param publicUrl URL that the provider calls; empty if it is not signed
     * @param verifyToken token of a challenge by GET; empty: none
     */
    record Trust(VerifyWebhook verify, List<HmacKey> keys, String publicUrl, String verifyToken) {

        public Trust {
            keys = List.copyOf(keys);
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "Trust[publicUrl=" + publicUrl + "]";
        }
    }

    /**
     * Mapping of the webhook to events.
     *
     * @param formField field that holds the JSON if a form has no other field; empty: none
     */
    record Meaning(
            TypeOfEvent type,
            Expression deliveryId,
            String formField,
            boolean items,
            ProviderSettings.Challenges challenge,
            Order order) {}

    /** Expressions of object and version; without templates if the order is not checked. */
    record Order(Expression key, Expression version) {}

    /** Treatment of repeats and of late webhooks. */
    record Handling(SourceSettings.Repeats repeats, SourceSettings.Older older, boolean keepsOrder, Duration keep) {}

    /**
     * Returns the URL as the provider knows it.
     *
     * @param query raw query of the request; null: none
     */
    public String signedUrl(@Nullable String query) {
        String url = trust.publicUrl();
        return query == null || url.isEmpty() || url.indexOf('?') >= 0 ? url : url + "?" + query;
    }

    /** Returns the id of the event, the same for every repeat of a delivery. */
    public EventId eventId(ApplicationId owner, String deliveryId) {
        return EventId.derived(owner.value(), "source", name, deliveryId);
    }

    /** Returns true if a repeated webhook is another event. */
    public boolean passesRepeats() {
        return handling.repeats() == SourceSettings.Repeats.PASS;
    }

    /** Returns true if a webhook that arrives after a newer one is dropped; otherwise it is marked. */
    public boolean dropsOlder() {
        return handling.older() == SourceSettings.Older.DROP;
    }

    /** Returns true if a GET can be a challenge. */
    public boolean isChallengedByGet() {
        return meaning.challenge().query().isConfigured();
    }
}
