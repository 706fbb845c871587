package dev.sealpost.route.camel;

import dev.sealpost.attempt.RetryAfter;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Steps that handle the answer of a connector's vendor ({@code bean: {ref: connectorAnswer, method: …}}).
 * The preceding step calls the vendor with {@code throwExceptionOnFailure=false}. Each method returns normally on success and
 * throws a {@link ReceiverFailure} otherwise.
 */
public final class ConnectorAnswer {

    /** Exchange property: error message of the vendor (String). */
    public static final String ERROR = "connectorError";

    /** Exchange property: true if retries cannot help (Boolean or text; default false). */
    public static final String ERROR_FINAL = "connectorErrorFinal";

    /** Exchange property: pause requested by the vendor, as in {@code Retry-After} (optional). */
    public static final String RETRY_AFTER = "connectorRetryAfter";

    private static final int MAX_MESSAGE_LENGTH = 200;

    private final Clock clock;

    public ConnectorAnswer(Clock clock) {
        this.clock = clock;
    }

    /** Requires a 2xx status. The body remains the answer of the vendor. */
    public void requireSuccess(Exchange exchange) {
        Message message = exchange.getMessage();
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status == null) {
            throw new IllegalStateException("requireSuccess must directly follow the HTTP step of a connector");
        }
        if (status < 200 || status > 299) {
            String text = status + ": " + text(message);
            throw new ReceiverFailure(outcome(status, text, message), text);
        }
    }

    /** Fails with the exchange properties {@code connectorError} and {@code connectorErrorFinal}. */
    public void fail(Exchange exchange) {
        String text = clip(error(exchange));
        boolean isFinal = Boolean.TRUE.equals(exchange.getProperty(ERROR_FINAL, Boolean.class));
        throw new ReceiverFailure(new Failed(text, isFinal), text);
    }

    /** Postpones the delivery, by the exchange property {@code connectorRetryAfter} if set. */
    public void throttle(Exchange exchange) {
        throw new ReceiverFailure(
                new Throttled(retryAfter(exchange.getProperty(RETRY_AFTER, String.class))), clip(error(exchange)));
    }

    private AttemptOutcome outcome(int status, String text, Message message) {
        Optional<Duration> retryAfter = retryAfter(message.getHeader("Retry-After", String.class));
        return switch (status) {
            // Not final: the deliveries succeed once someone replaces the secret or grants the missing permission.
            case 401, 403 -> new Failed("the vendor rejected the secret, " + text, false);
            case 400, 404, 409, 410, 422 -> new Failed(text, true);
            case 429 -> new Throttled(retryAfter);
            case 502, 503, 504 -> retryAfter.isPresent() ? new Throttled(retryAfter) : new Rejected(status);
            default -> new Rejected(status);
        };
    }

    @SuppressWarnings("NullAway") // Camel returns null for a missing header or property
    private Optional<Duration> retryAfter(String text) {
        return Optional.ofNullable(text).flatMap(value -> RetryAfter.parse(value, clock.instant()));
    }

    private static String error(Exchange exchange) {
        String text = exchange.getProperty(ERROR, String.class);
        return text == null || text.isBlank() ? "the connector gave no reason" : text;
    }

    private static String text(Message message) {
        String body = message.getBody(String.class);
        return body == null || body.isBlank() ? "no message" : clip(body);
    }

    private static String clip(String text) {
        return FailureText.clean(text, MAX_MESSAGE_LENGTH);
    }
}
