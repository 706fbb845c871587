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
import dev.sealpost.signature.TooManyKeysException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;

/** Maps the failure of a request to its answer, and logs it where the operator has to know. */
final class AnswerFailure {

    private static final Duration BROKER_RETRY = Duration.ofSeconds(5);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);
    private static final Duration BACKUP_RETRY = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(AnswerFailure.class);

    private AnswerFailure() {}

    static ErrorAnswer of(Throwable failure) {
        return switch (failure) {
            case ProblemException e -> ErrorAnswer.of(e.status(), e.problem());
            case MalformedJsonException e -> ErrorAnswer.of(HttpStatus.BAD_REQUEST, Problem.malformed(e));
            case InvalidFieldsException e -> invalid(Problem.invalidBody(e.violations()));
            case InvalidParameterException e -> invalid(Problem.invalidParameter(e));
            case UnfitContentException e -> unfit(e);
            case UidTakenException e -> ErrorAnswer.of(HttpStatus.CONFLICT, "conflict", e);
            case TooManyKeysException e -> ErrorAnswer.of(HttpStatus.CONFLICT, "too_many_secrets", e);
            case KeyReusedException e -> ErrorAnswer.of(HttpStatus.CONFLICT, "conflict", e);
            case BrokenRowException e -> ErrorAnswer.of(HttpStatus.CONFLICT, "row_broken", e);
            case IngestRefusedException e -> refused(e);
            case BrokerUnavailableException e -> brokerFailed(e);
            // Not logged, since unauthenticated clients could flood the log.
            case NoRoomException e -> ErrorAnswer.unavailable(NoRoomException.RETRY, message(e));
            case BacklogFullException e -> tooMany(e.retryAfter(), "backlog_full", e);
            case TooManyEventsException e -> tooMany(e.retryAfter(), "rate_limited", e);
            case BackupRefusedException e -> noBackup(e);
            case SlowReadException e -> slow(e);
            case WalkTooLongException e ->
                ErrorAnswer.of(HttpStatus.UNPROCESSABLE_ENTITY, "too_much_to_look_through", e);
            default -> unexpected(failure);
        };
    }

    private static ErrorAnswer invalid(Problem problem) {
        return ErrorAnswer.of(HttpStatus.UNPROCESSABLE_ENTITY, problem);
    }

    private static ErrorAnswer unfit(UnfitContentException e) {
        return switch (e.part()) {
            case COMPRESSION -> ErrorAnswer.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", e);
            case LABEL ->
                invalid(Problem.invalidParameter(InvalidParameterException.ofHeader("content-type", message(e))));
            case BYTES -> invalid(Problem.invalidBody(List.of(new Violation("", message(e)))));
        };
    }

    private static ErrorAnswer refused(IngestRefusedException e) {
        LOG.warn("event.refused reason={}", e.getMessage());
        return ErrorAnswer.unavailable(e.retryAfter(), message(e));
    }

    /** Handles failed broker reads of the API; {@link #refused} handles refused events. */
    private static ErrorAnswer brokerFailed(BrokerUnavailableException e) {
        LOG.warn("api.broker-failed reason=\"{}\"", e.getMessage());
        return ErrorAnswer.unavailable(BROKER_RETRY, e.getMessage() + ". Retry later.");
    }

    private static ErrorAnswer tooMany(Duration retryAfter, String code, Exception e) {
        return ErrorAnswer.later(HttpStatus.TOO_MANY_REQUESTS, retryAfter, code, message(e));
    }

    private static ErrorAnswer noBackup(BackupRefusedException e) {
        return switch (e.reason()) {
            case BUSY -> ErrorAnswer.unavailable(BACKUP_RETRY, message(e));
            case RUNNING -> ErrorAnswer.of(HttpStatus.CONFLICT, "backup_running", e);
            case NO_ROOM -> ErrorAnswer.of(HttpStatus.CONFLICT, "no_room", e);
            case NOT_EMBEDDED -> ErrorAnswer.of(HttpStatus.CONFLICT, "not_embedded", e);
            case UNFIT, OCCUPIED -> ErrorAnswer.of(HttpStatus.CONFLICT, "backup_refused", e);
        };
    }

    private static ErrorAnswer slow(SlowReadException e) {
        LOG.warn("api.read-too-slow reason={}", e.getMessage());
        return ErrorAnswer.unavailable(DATABASE_RETRY, message(e));
    }

    /** Answers 503 if the database is unavailable; any other failure is a defect. */
    private static ErrorAnswer unexpected(Throwable failure) {
        if (DatabaseUnavailableException.isCauseOf(failure)) {
            LOG.warn(
                    "api.database-failed reason=\"{}\"",
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
            return ErrorAnswer.unavailable(DATABASE_RETRY, "the database is not available; retry later");
        }
        LOG.error("api.failed", failure);
        return ErrorAnswer.of(
                HttpStatus.INTERNAL_SERVER_ERROR, Problem.of("internal", "internal error; see the log of this node"));
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
