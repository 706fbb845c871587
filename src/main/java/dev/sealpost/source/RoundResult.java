package dev.sealpost.source;

import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.route.event.FailureText;
import java.time.Duration;
import java.util.Optional;

/** How one round of a poll ended. */
sealed interface RoundResult {

    /**
     * All that was read is on the disk of the broker.
     *
     * @param reached the cursor from which the next round goes on
     * @param more whether it can go on at once
     */
    record Read(String reached, boolean more) implements RoundResult {}

    /**
     * Nothing counts as read.
     *
     * @param pause for which whoever failed asked to be left alone
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

        /** The pause that this exception asks for, as with {@code Retry-After}. */
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
