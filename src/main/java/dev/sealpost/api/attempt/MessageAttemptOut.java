package dev.sealpost.api.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.api.message.MessageOut;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.history.AttemptRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Attempt in an answer.
 *
 * @param status 0 success, 2 fail; only finished attempts are shown
 * @param triggerType 0 scheduled, 1 manual
 * @param responseStatusCode 0 if there was no response
 * @param endpointId the endpoint, or {@code route:} and the route
 * @param attemptNumber from 1 within the cycle
 * @param cycle from 1; each replay adds one
 * @param outcome more precise than {@code status}
 * @param nextAttempt time of the retry, if any
 * @param failedRun of a failed route: the step, the error and the step times
 * @param msg the message, if it was asked for
 * @param batchId the batch in which a route consumed the event
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MessageAttemptOut(
        String id,
        String msgId,
        String endpointId,
        String url,
        String response,
        int responseStatusCode,
        long responseDurationMs,
        int status,
        String statusText,
        int triggerType,
        Instant timestamp,
        int attemptNumber,
        int cycle,
        String outcome,
        Optional<String> reason,
        Optional<Instant> nextAttempt,
        Optional<FailedRunOut> failedRun,
        Optional<String> batchId,
        Optional<MessageOut> msg) {

    static final int SUCCESS = 0;
    static final int FAIL = 2;

    static MessageAttemptOut of(AttemptRecord attempt, boolean withContent, Optional<MessageOut> message) {
        boolean succeeded = attempt.succeeded();
        return new MessageAttemptOut(
                attempt.id(),
                attempt.key().event().value(),
                attempt.key().destination().value(),
                attempt.result().url().orElse(""),
                withContent ? attempt.answer().text() : "",
                attempt.answer().status().orElse(0),
                attempt.timing().duration().toMillis(),
                succeeded ? SUCCESS : FAIL,
                succeeded ? "success" : "fail",
                trigger(attempt.attemptKey().trigger()),
                attempt.timing().startedAt(),
                attempt.attemptKey().number(),
                attempt.attemptKey().cycle(),
                attempt.result().outcome(),
                attempt.result().reason(),
                attempt.timing().nextAttemptAt(),
                attempt.answer().failedRun().map(FailedRunOut::of),
                attempt.batchId(),
                message);
    }

    private static int trigger(Trigger trigger) {
        return switch (trigger) {
            case SCHEDULED -> 0;
            case MANUAL -> 1;
        };
    }
}
