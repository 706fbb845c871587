package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.replay.ParkedMessages.Parked;
import java.time.Instant;
import java.util.Optional;

/**
 * A parked message as the API shows it.
 *
 * @param reason why it was parked
 * @param appId the application it names, id or uid, or nonsense; so with the next two
 * @param size of the body, in bytes
 * @param redrivable whether it can be sent back; if not, {@code refusal} says why
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

    /** The broker's id; empty when this is no id of a parked message. */
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
