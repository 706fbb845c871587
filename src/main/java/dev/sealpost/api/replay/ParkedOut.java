package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.replay.ParkedMessages.Parked;
import java.time.Instant;
import java.util.Optional;

/**
 * Parked message in an answer.
 *
 * @param reason why it was parked
 * @param appId application id or uid as sent, unvalidated; likewise {@code eventType} and {@code msgId}
 * @param size of the body, in bytes
 * @param redrivable whether it can be redriven; otherwise {@code refusal} has the reason
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ParkedOut(
        String id,
        Instant timestamp,
        String reason,
        Optional<String> appId,
        Optional<String> eventType,
        Optional<String> msgId,
        long size,
        boolean redrivable,
        Optional<String> refusal) {

    private static final String PREFIX = "parked_";

    static ParkedOut of(Parked parked) {
        return new ParkedOut(
                PREFIX + parked.id(),
                parked.parkedAt(),
                parked.reason(),
                parked.labels().application(),
                parked.labels().type(),
                parked.labels().event(),
                parked.size(),
                parked.refusal().isEmpty(),
                parked.refusal());
    }

    /** Returns the broker id; empty if the text is not the id of a parked message. */
    static Optional<Long> id(String text) {
        try {
            return text.startsWith(PREFIX)
                    ? Optional.of(Long.parseLong(text.substring(PREFIX.length())))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
