package dev.sealpost.api.edge;

import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Answer to a failed request.
 *
 * @param retryAfter time after which the client may repeat the request; empty: not given
 */
record ErrorAnswer(HttpStatusCode status, Optional<Duration> retryAfter, Problem problem) {

    static ErrorAnswer of(HttpStatusCode status, Problem problem) {
        return new ErrorAnswer(status, Optional.empty(), problem);
    }

    /** Creates an answer with the message of an exception. */
    static ErrorAnswer of(HttpStatus status, String code, Exception e) {
        return of(status, Problem.of(code, String.valueOf(e.getMessage())));
    }

    static ErrorAnswer later(HttpStatus status, Duration retryAfter, String code, String detail) {
        return new ErrorAnswer(status, Optional.of(retryAfter), Problem.of(code, detail));
    }

    static ErrorAnswer unavailable(Duration retryAfter, String detail) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, retryAfter, "unavailable", detail);
    }

    /** Returns the header Retry-After: whole seconds, as it requires (RFC 9110, section 10.2.3). */
    Optional<String> retryAfterHeader() {
        return retryAfter.map(
                wait -> Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }
}
