package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.history.DeadLetters.DeadLetter;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as the API shows it.
 *
 * @param eventType absent: the message was deleted by retention and cannot be sent again
 * @param cycle which cycle of attempts died: 1, and one more for each time it was sent again
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
