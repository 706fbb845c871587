package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.history.DeadLetters.DeadLetter;
import java.time.Instant;
import java.util.Optional;

/**
 * Dead letter in an answer.
 *
 * @param eventType absent if the message was deleted by retention and cannot be sent again
 * @param cycle the cycle of attempts that failed, from 1; each replay adds one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DeadLetterOut(
        String msgId, String endpointId, Optional<String> eventType, int cycle, String reason, Instant timestamp) {

    static DeadLetterOut of(DeadLetter letter) {
        return new DeadLetterOut(
                letter.key().event().value(),
                letter.key().destination().value(),
                letter.type().map(type -> type.name()),
                letter.cycle(),
                letter.reason(),
                letter.diedAt());
    }
}
