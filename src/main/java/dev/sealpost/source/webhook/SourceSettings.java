package dev.sealpost.source.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of an inbound webhook, {@code POST /in/<name>} ({@code sealpost.sources.<name>}).
 *
 * @param provider provider, a key of {@code sealpost.providers}. Default: the name of the source.
 * @param application uid or id of the application that owns the events; a missing uid is created
 * @param secrets signing secrets, each optionally as {@code file:<path>}; several during rotation
 * @param eventType expressions for the event type; the first that resolves applies. Default: the provider's.
 * @param defaultType type if none resolves. Default {@code <name>.other}.
 * @param deliveryId expressions for an id that repeats share. Default: the provider's.
 * @param repeats {@code drop}, or {@code pass} to publish a repeated webhook as another event. Default {@code drop}.
 * @param publicUrl URL that the provider calls and signs; without a query, the query of each request is added
 * @param tolerance maximum difference of the signing time from ours. Default: the provider's.
 * @param verifyToken token of a challenge by GET
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

    /** Treatment of a repeated webhook. */
    enum Repeats {
        DROP,
        PASS
    }

    /**
     * Treatment of a webhook that arrives after a newer one about the same object.
     *
     * @param key expression for the object. Default: none, the order is not checked.
     * @param version expression for a number or a time (RFC 3339) that grows
     * @param older {@code drop}, or {@code mark} to publish it with the tag {@code out-of-order}. Default {@code mark}.
     * @param keep time for which the newest version of an object is kept. Default 30 days.
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

    /** Treatment of the older webhook. */
    enum Older {
        DROP,
        MARK
    }

    /** Hides the secrets and the token. */
    @Override
    public String toString() {
        return "SourceSettings[provider=" + provider + ", application=" + application + "]";
    }
}
