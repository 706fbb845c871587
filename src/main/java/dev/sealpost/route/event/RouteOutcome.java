package dev.sealpost.route.event;

import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.FailedRun;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.egress.LookupsBusyException;
import dev.sealpost.event.IngestRefusedException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/** Determines the outcome of a run of a route. */
final class RouteOutcome {

    private RouteOutcome() {}

    /**
     * Returns the outcome of an exchange that has finished its route. A route that ended by a step {@code stop} or handled its
     * error succeeded.
     *
     * @param expired true if the deadline has passed and cancelled outbound calls
     * @throws RuntimeException if the failure is ours: publishing, storing or lookups are unavailable, or the node is stopping
     */
    static AttemptOutcome of(Exchange exchange, boolean expired) {
        Exception exception = exchange.getException();
        if (exception == null) {
            return exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()
                    ? new Failed("the route rolled back" + place(exchange), false)
                    : new Succeeded();
        }
        ReceiverFailure named = cause(exception, ReceiverFailure.class);
        if (named != null) {
            return named.outcome();
        }
        if (expired) {
            return new TimedOut();
        }
        refuseOurs(exception);
        return new Failed(FailureText.of(exception) + place(exchange), false);
    }

    /** Returns the answer for the attempt log. */
    static Answer answer(AttemptOutcome outcome, Exchange exchange) {
        return outcome instanceof Succeeded
                ? Answer.NONE
                : text(outcome, exchange).of(failedRun(exchange));
    }

    private static Optional<FailedRun> failedRun(Exchange exchange) {
        Exception exception = exchange.getException();
        return exception == null
                ? Optional.empty()
                : RunTrail.of(exchange).flatMap(trail -> trail.failedRun(FailureText.of(exception)));
    }

    private static Answer text(AttemptOutcome outcome, Exchange exchange) {
        if (outcome instanceof Failed failed) {
            return new Answer(Optional.empty(), failed.reason());
        }
        Exception exception = exchange.getException();
        if (exception == null) {
            return Answer.NONE;
        }
        ReceiverFailure named = cause(exception, ReceiverFailure.class);
        String text = named == null ? FailureText.of(exception) : FailureText.clean(String.valueOf(named.getMessage()));
        Optional<Integer> status =
                outcome instanceof AttemptOutcome.Rejected rejected ? Optional.of(rejected.status()) : Optional.empty();
        return new Answer(status, text);
    }

    private static void refuseOurs(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = next(cause)) {
            if (cause instanceof IngestRefusedException
                    || cause instanceof DatabaseUnavailableException
                    || cause instanceof RejectedExecutionException) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof InterruptedException
                    || cause instanceof VirtualMachineError
                    || cause instanceof LookupsBusyException) {
                throw new IllegalStateException("The run of a route was interrupted: " + FailureText.of(cause), cause);
            }
        }
    }

    private static <T extends Throwable> @Nullable T cause(Throwable exception, Class<T> kind) {
        for (Throwable cause = exception; cause != null; cause = next(cause)) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }

    /** Returns the place of the failure as far as known. */
    private static String place(Exchange exchange) {
        Optional<FailedRun.Step> step = RunTrail.of(exchange).flatMap(RunTrail::failedStep);
        if (step.isEmpty()) {
            String route = exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, String.class);
            return route == null ? "" : " (route " + route + ")";
        }
        return " (step " + step.get().id()
                + step.get().place().map(place -> " at " + place).orElse("") + " of route "
                + step.get().route() + ")";
    }
}
