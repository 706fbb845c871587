package dev.sealpost.delivery;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended, by the receiver's doing. What is our own doing is an exception. */
public sealed interface AttemptOutcome {

    /** The word for logs, rows and the API. */
    String word();

    /** 2xx, or a route that ended normally. */
    record Succeeded() implements AttemptOutcome {
        @Override
        public String word() {
            return "succeeded";
        }
    }

    /**
     * Any answer but 2xx that has no case of its own.
     *
     * @param reason what the answer says about it beyond its status
     */
    record Rejected(int status, Optional<String> reason) implements AttemptOutcome {

        public Rejected(int status) {
            this(status, Optional.empty());
        }

        @Override
        public String word() {
            return "rejected";
        }
    }

    /** 410: the receiver wants no more. */
    record Gone() implements AttemptOutcome {
        @Override
        public String word() {
            return "gone";
        }
    }

    /** The receiver asks for less: 429, or 502, 503 and 504 with a {@code Retry-After}. */
    record Throttled(Optional<Duration> retryAfter) implements AttemptOutcome {
        @Override
        public String word() {
            return "throttled";
        }
    }

    /** No whole answer before the deadline. */
    record TimedOut() implements AttemptOutcome {
        @Override
        public String word() {
            return "timed-out";
        }
    }

    /** No connection, no TLS, no name, or a connection that broke. */
    record Unreachable(String reason) implements AttemptOutcome {
        @Override
        public String word() {
            return "unreachable";
        }
    }

    /** An address that may not be reached; the rule says why. */
    record Blocked(String rule) implements AttemptOutcome {
        @Override
        public String word() {
            return "blocked";
        }
    }

    /**
     * A step of a route failed.
     *
     * @param isFinal no repeat can help
     */
    record Failed(String reason, boolean isFinal) implements AttemptOutcome {
        @Override
        public String word() {
            return "failed";
        }
    }
}
