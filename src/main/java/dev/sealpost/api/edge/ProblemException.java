package dev.sealpost.api.edge;

import org.springframework.http.HttpStatus;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;

    public ProblemException(HttpStatus status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    /** @param what such as {@code application} */
    public static ProblemException notFound(String what) {
        return new ProblemException(HttpStatus.NOT_FOUND, "not_found", "unknown " + what);
    }

    public HttpStatus status() {
        return status;
    }

    Problem problem() {
        return Problem.of(code, String.valueOf(getMessage()));
    }
}
