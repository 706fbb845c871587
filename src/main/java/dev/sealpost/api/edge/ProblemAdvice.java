package dev.sealpost.api.edge;

import dev.sealpost.application.KeyReusedException;
import dev.sealpost.application.UidTakenException;
import dev.sealpost.backup.BackupRefusedException;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.database.BrokenRowException;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.SlowReadException;
import dev.sealpost.database.WalkTooLongException;
import dev.sealpost.delivery.BacklogFullException;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.MalformedJsonException;
import dev.sealpost.event.message.UnfitContentException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Maps exceptions, including Spring's, to {@link Problem}s. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

    private static final Duration BROKER_RETRY = Duration.ofSeconds(5);
    private static final Duration BACKUP_RETRY = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> problem(ProblemException e) {
        return answer(e.status(), e.problem());
    }

    @ExceptionHandler
    ResponseEntity<Object> malformed(MalformedJsonException e) {
        return answer(HttpStatus.BAD_REQUEST, Problem.malformed(e));
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidFieldsException e) {
        return answer(HttpStatus.UNPROCESSABLE_ENTITY, Problem.invalidBody(e.violations()));
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidParameterException e) {
        return answer(HttpStatus.UNPROCESSABLE_ENTITY, Problem.invalidParameter(e));
    }

    @ExceptionHandler
    ResponseEntity<Object> unfit(UnfitContentException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.part()) {
            case COMPRESSION -> answer(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", e);
            case LABEL -> invalid(InvalidParameterException.ofHeader("content-type", detail));
            case BYTES -> invalid(new InvalidFieldsException(List.of(new Violation("", detail))));
        };
    }

    @ExceptionHandler({UidTakenException.class, KeyReusedException.class})
    ResponseEntity<Object> conflict(RuntimeException e) {
        return answer(HttpStatus.CONFLICT, "conflict", e);
    }

    @ExceptionHandler
    ResponseEntity<Object> broken(BrokenRowException e) {
        return answer(HttpStatus.CONFLICT, "row_broken", e);
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(IngestRefusedException e) {
        LOG.warn("event.refused reason={}", e.getMessage());
        return unavailable(e.retryAfter(), e.getMessage());
    }

    /** Handles failed broker reads of the API; {@link #refused} handles refused events. */
    @ExceptionHandler
    ResponseEntity<Object> broker(BrokerUnavailableException e) {
        LOG.warn("api.broker-failed reason=\"{}\"", e.getMessage());
        return unavailable(BROKER_RETRY, e.getMessage() + ". Retry later.");
    }

    /** Does not log, since unauthenticated clients could flood the log. */
    @ExceptionHandler
    ResponseEntity<Object> noRoom(NoRoomException e) {
        return unavailable(NoRoomException.RETRY, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> full(BacklogFullException e) {
        return later(HttpStatus.TOO_MANY_REQUESTS, e.retryAfter(), "backlog_full", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> tooMany(TooManyEventsException e) {
        return later(HttpStatus.TOO_MANY_REQUESTS, e.retryAfter(), "rate_limited", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> noBackup(BackupRefusedException e) {
        return switch (e.reason()) {
            case BUSY -> unavailable(BACKUP_RETRY, e.getMessage());
            case RUNNING -> answer(HttpStatus.CONFLICT, "backup_running", e);
            case NO_ROOM -> answer(HttpStatus.CONFLICT, "no_room", e);
            case NOT_EMBEDDED -> answer(HttpStatus.CONFLICT, "not_embedded", e);
            case UNFIT, OCCUPIED -> answer(HttpStatus.CONFLICT, "backup_refused", e);
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> slow(SlowReadException e) {
        LOG.warn("api.read-too-slow reason={}", e.getMessage());
        return unavailable(DATABASE_RETRY, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> scanTooLong(WalkTooLongException e) {
        return answer(HttpStatus.UNPROCESSABLE_ENTITY, "too_much_to_look_through", e);
    }

    /** Answers 503 if the database is unavailable; any other exception is a defect. */
    @ExceptionHandler
    public ResponseEntity<Object> unexpected(Exception e) {
        if (DatabaseUnavailableException.isCauseOf(e)) {
            LOG.warn(
                    "api.database-failed reason=\"{}\"",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            return unavailable(DATABASE_RETRY, "the database is not available; retry later");
        }
        LOG.error("api.failed", e);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR, Problem.of("internal", "internal error; see the log of this node"));
    }

    /** Handles requests that Spring rejects and, with a 5xx status, failures while an answer is written. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return status.is5xxServerError() ? unexpected(e) : answer(status, headers, Problem.of(status));
    }

    private static ResponseEntity<Object> unavailable(Duration retryAfter, @Nullable String detail) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, retryAfter, "unavailable", detail);
    }

    /** Answers with Retry-After in whole seconds, as the header requires (RFC 9110, section 10.2.3). */
    private static ResponseEntity<Object> later(
            HttpStatus status, Duration retryAfter, String code, @Nullable String detail) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                HttpHeaders.RETRY_AFTER,
                Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
        return answer(status, headers, Problem.of(code, String.valueOf(detail)));
    }

    private static ResponseEntity<Object> answer(HttpStatus status, String code, Exception e) {
        return answer(status, Problem.of(code, String.valueOf(e.getMessage())));
    }

    private static ResponseEntity<Object> answer(HttpStatusCode status, Problem problem) {
        return answer(status, HttpHeaders.EMPTY, problem);
    }

    private static ResponseEntity<Object> answer(HttpStatusCode status, HttpHeaders headers, Problem problem) {
        HttpHeaders all = new HttpHeaders(headers);
        // Set explicitly, so that an Accept header cannot turn the error into a 406.
        all.setContentType(MediaType.APPLICATION_JSON);
        return new ResponseEntity<>(problem, all, status);
    }
}
