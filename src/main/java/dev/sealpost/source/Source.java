package dev.sealpost.source;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.signature.HmacKey;
import dev.sealpost.signature.VerifyWebhook;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbound webhook: who sends it, how it is verified, and which events it means.
 *
 * @param name as in {@code /in/<name>}
 * @param application uid or id of the application that the events belong to
 */
public record Source(String name, String application, Trust trust, Meaning meaning, Handling handling) {

    /**
     * How it is verified.
     *
     * @param publicUrl that the provider calls; empty: it does not sign it
     * @param verifyToken of a challenge by GET; empty: there is none
     */
    record Trust(VerifyWebhook verify, List<HmacKey> keys, String publicUrl, String verifyToken) {

        Trust {
            keys = List.copyOf(keys);
        }

        /** Never the token. */
        @Override
        public String toString() {
            return "Trust[publicUrl=" + publicUrl + "]";
        }
    }

    /**
     * What it means.
     *
     * @param formField of a form with nothing else in it, what holds the JSON; empty: none does
     */
    record Meaning(
            TypeOfEvent type,
            Expression deliveryId,
            String formField,
            boolean items,
            ProviderSettings.Challenges challenge,
            Order order) {}

    /** Expressions without a template where the order is not looked at. */
    record Order(Expression key, Expression version) {}

    /** What is done with repeats, and with what comes late. */
    record Handling(SourceSettings.Repeats repeats, SourceSettings.Older older, boolean keepsOrder, Duration keep) {}

    /**
     * The URL as the provider knows it.
     *
     * @param query of the request, as it came; null: there is none
     */
    public String signedUrl(@Nullable String query) {
        String url = trust.publicUrl();
        return query == null || url.isEmpty() || url.indexOf('?') >= 0 ? url : url + "?" + query;
    }

    /** The one id of a delivery, however often it comes. */
    public EventId eventId(ApplicationId owner, String deliveryId) {
        return EventId.derived(owner.value(), "source", name, deliveryId);
    }

    /** Whether a webhook that is sent again is an event of its own. */
    public boolean passesRepeats() {
        return handling.repeats() == SourceSettings.Repeats.PASS;
    }

    /** Whether a webhook that comes after a newer one is dropped; otherwise it is marked. */
    public boolean dropsOlder() {
        return handling.older() == SourceSettings.Older.DROP;
    }

    /** Whether a GET of it can be a challenge. */
    public boolean isChallengedByGet() {
        return meaning.challenge().query().isThere();
    }
}
