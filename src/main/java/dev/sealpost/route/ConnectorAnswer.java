package dev.sealpost.route;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.ReceiverFailure;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Placeholder of this branch, to be dropped for the one of branch route at the merge. */
@Component("connectorAnswer")
public final class ConnectorAnswer {

    public void requireSuccess(Exchange exchange) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Optional<Duration> retryAfter = seconds(exchange.getMessage().getHeader("Retry-After", String.class));
        if (status == 429 || (status >= 502 && status <= 504 && retryAfter.isPresent())) {
            throw new ReceiverFailure(new AttemptOutcome.Throttled(retryAfter), "HTTP " + status);
        }
        if (status < 200 || status > 299) {
            throw new ReceiverFailure(new AttemptOutcome.Rejected(status), "HTTP " + status);
        }
    }

    public void fail(Exchange exchange) {
        String reason = exchange.getProperty("connectorError", "the connector failed", String.class);
        boolean isFinal = exchange.getProperty("connectorErrorFinal", false, Boolean.class);
        throw new ReceiverFailure(new AttemptOutcome.Failed(reason, isFinal), reason);
    }

    public void throttle(Exchange exchange) {
        throw new ReceiverFailure(
                new AttemptOutcome.Throttled(seconds(exchange.getProperty("connectorRetryAfter", String.class))),
                "throttled");
    }

    private static Optional<Duration> seconds(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }
}
