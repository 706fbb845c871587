package dev.sealpost.source.poll;

import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.event.IngestRefusedException;
import java.time.Duration;
import java.util.Optional;

/** Result of one round of a poll. */
sealed interface RoundResult {

    /**
     * The broker has stored everything that was read.
     *
     * @param reached cursor of the next round
     * @param more true if the next round can start at once
     * @param events published in this round
     * @param total of the items in the list, if the source says so
     */
    record Read(String reached, boolean more, long events, Optional<Long> total) implements RoundResult {}

    /**
     * The round failed; nothing counts as read.
     *
     * @param pause pause that the failed system asked for
     */
    record Failed(String reason, Optional<Duration> pause) implements RoundResult {

        static Failed by(Throwable exception) {
            Throwable innermost = exception;
            Optional<Duration> pause = wanted(exception);
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
                pause = pause.isPresent() ? pause : wanted(innermost);
            }
            String reason = FailureText.of(exception);
            return new Failed(innermost == exception ? reason : reason + " <- " + FailureText.of(innermost), pause);
        }

        /** Returns the pause that the exception asks for, as by {@code Retry-After}. */
        private static Optional<Duration> wanted(Throwable exception) {
            if (exception instanceof ReceiverFailure failure && failure.outcome() instanceof Throttled throttled) {
                return throttled.retryAfter();
            }
            return exception instanceof IngestRefusedException refused
                    ? Optional.of(refused.retryAfter())
                    : Optional.empty();
        }
    }
}
