package dev.sealpost.api.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers the exceptions of controllers, including Spring's, with {@link Problem}s. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    public ResponseEntity<Object> failed(Exception e) {
        ErrorAnswer answer = AnswerFailure.of(e);
        HttpHeaders headers = new HttpHeaders();
        answer.retryAfterHeader().ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, wait));
        return response(answer.status(), headers, answer.problem());
    }

    /** Handles requests that Spring rejects and, with a 5xx status, failures while an answer is written. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return status.is5xxServerError() ? failed(e) : response(status, headers, Problem.of(status));
    }

    private static ResponseEntity<Object> response(HttpStatusCode status, HttpHeaders headers, Problem problem) {
        HttpHeaders all = new HttpHeaders(headers);
        // Set explicitly, so that an Accept header cannot turn the error into a 406.
        all.setContentType(MediaType.APPLICATION_JSON);
        return new ResponseEntity<>(problem, all, status);
    }
}
