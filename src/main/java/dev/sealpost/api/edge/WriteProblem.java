package dev.sealpost.api.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Writes a {@link Problem} outside of Spring MVC. */
@Component
public class WriteProblem {

    private final ObjectMapper json;

    WriteProblem(ObjectMapper json) {
        this.json = json;
    }

    /** Writes the answer to a failed request. */
    public void failure(HttpServletResponse response, Throwable failure) throws IOException {
        ErrorAnswer answer = AnswerFailure.of(failure);
        answer.retryAfterHeader().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wait));
        write(response, answer.status(), answer.problem());
    }

    public void unauthenticated(HttpServletResponse response, TokenFault fault) throws IOException {
        switch (fault) {
            case MISSING -> unauthorized(response, "a token is required: Authorization: Bearer <token>");
            case INVALID -> unauthorized(response, "this token is not valid");
            case NOT_LOADED -> starting(response);
        }
    }

    private void unauthorized(HttpServletResponse response, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"sealpost\"");
        write(response, HttpStatus.UNAUTHORIZED, Problem.of("authentication_failed", detail));
    }

    public void forbidden(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.FORBIDDEN, Problem.of("forbidden", "this token lacks the permission"));
    }

    public void notFound(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.NOT_FOUND, Problem.of("not_found", "there is nothing at this address"));
    }

    void crossOriginRefused(HttpServletResponse response) throws IOException {
        write(
                response,
                HttpStatus.METHOD_NOT_ALLOWED,
                Problem.of("method_not_allowed", "cross-origin requests are not allowed"));
    }

    void badRequest(HttpServletResponse response, Problem problem) throws IOException {
        write(response, HttpStatus.BAD_REQUEST, problem);
    }

    private void starting(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        write(
                response,
                HttpStatus.SERVICE_UNAVAILABLE,
                Problem.of("unavailable", "this node is starting; retry later"));
    }

    private void write(HttpServletResponse response, HttpStatusCode status, Problem problem) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
