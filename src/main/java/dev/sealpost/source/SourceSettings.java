package dev.sealpost.source;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One inbound webhook, {@code POST /in/<name>} ({@code sealpost.sources.<name>}).
 *
 * @param provider whose webhooks they are, a key of {@code sealpost.providers}. Default: the name of the source.
 * @param application uid or id of the application that the events belong to; one with this uid is made when there is none
 * @param secrets what the provider signs with; each may be {@code file:<path>}. Several while they are rotated.
 * @param eventType expressions for the type of the event; the first that resolves counts. Default: the provider's.
 * @param defaultType the type where none resolves. Default {@code <name>.other}.
 * @param deliveryId expressions for what a repeat has in common with its first. Default: the provider's.
 * @param repeats {@code drop}, or {@code pass} to let a webhook that is sent again be an event of its own. Default {@code drop}.
 * @param publicUrl that the provider calls, where it signs it; without a query, the query of each request is added
 * @param tolerance how far the time of signing may be from ours. Default: the provider's.
 * @param verifyToken for a challenge by GET
 */
record SourceSettings(
        @DefaultValue("") String provider,
        @DefaultValue("") String application,
        @DefaultValue List<String> secrets,
        @DefaultValue List<String> eventType,
        @DefaultValue("") String defaultType,
        @DefaultValue List<String> deliveryId,
        @DefaultValue("drop") Repeats repeats,
        @DefaultValue("") String publicUrl,
        @DefaultValue("0s") Duration tolerance,
        @DefaultValue("") String verifyToken,
        @DefaultValue Order order) {

    SourceSettings {
        secrets = List.copyOf(secrets);
        eventType = List.copyOf(eventType);
        deliveryId = List.copyOf(deliveryId);
    }

    /** What becomes of a webhook that is sent again. */
    enum Repeats {
        DROP,
        PASS
    }

    /**
     * What becomes of a webhook that comes after a newer one about the same thing.
     *
     * @param key expression for the thing. Default: none, the order is not looked at.
     * @param version expression for a number or a time (RFC 3339) that grows
     * @param older {@code drop}, or {@code mark} to let it pass with the tag {@code out-of-order}. Default {@code mark}.
     * @param keep how long the newest version of a thing is remembered after it came. Default 30 days.
     */
    record Order(
            @DefaultValue("") String key,
            @DefaultValue("") String version,
            @DefaultValue("mark") Older older,
            @DefaultValue("30d") Duration keep) {

        boolean isKept() {
            return !key.isEmpty() || !version.isEmpty();
        }
    }

    /** What becomes of the older one. */
    enum Older {
        DROP,
        MARK
    }

    /** Never a secret, nor the token. */
    @Override
    public String toString() {
        return "SourceSettings[provider=" + provider + ", application=" + application + "]";
    }
}
