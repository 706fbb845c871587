package dev.sealpost.delivery;

import java.time.Duration;
import java.util.Optional;

/** Outcome of one attempt as the receiver determined it. Failures of this node are exceptions instead. */
public sealed interface AttemptOutcome {

    /** Returns the value used in logs, rows and the API. */
    default String word() {
        return switch (this) {
            case Succeeded succeeded -> "succeeded";
            case Rejected rejected -> "rejected";
            case Gone gone -> "gone";
            case Throttled throttled -> "throttled";
            case TimedOut timedOut -> "timed-out";
            case Unreachable unreachable -> "unreachable";
            case Blocked blocked -> "blocked";
            case Failed failed -> "failed";
        };
    }

    /** 2xx, or a route that ended normally. */
    record Succeeded() implements AttemptOutcome {}

    /**
     * Response with a status other than 2xx that no other case covers.
     *
     * @param reason detail from the response beyond its status
     */
    record Rejected(int status, Optional<String> reason) implements AttemptOutcome {

        public Rejected(int status) {
            this(status, Optional.empty());
        }
    }

    /** Status 410: the receiver accepts no further deliveries. */
    record Gone() implements AttemptOutcome {}

    /** Backpressure from the receiver: 429, or 502, 503 or 504 with a {@code Retry-After} header. */
    record Throttled(Optional<Duration> retryAfter) implements AttemptOutcome {}

    /** No complete response before the deadline. */
    record TimedOut() implements AttemptOutcome {}

    /** DNS, connection or TLS failure, or a connection that broke. */
    record Unreachable(String reason) implements AttemptOutcome {}

    /** Address denied by the rule named. */
    record Blocked(String rule) implements AttemptOutcome {}

    /**
     * A step of a route failed.
     *
     * @param isFinal whether a retry cannot succeed
     */
    record Failed(String reason, boolean isFinal) implements AttemptOutcome {}
}
