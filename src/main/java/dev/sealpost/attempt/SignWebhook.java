package dev.sealpost.attempt;

import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.signature.StandardWebhooks;
import java.time.Clock;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** The step {@code signWebhook} of the route: signs the body as it is now, for this attempt. */
@Component("signWebhook")
public class SignWebhook {

    private final Clock clock;

    SignWebhook(Clock clock) {
        this.clock = clock;
    }

    /** Sets the three headers of Standard Webhooks. */
    public void sign(
            Exchange exchange,
            @Body byte[] payload,
            @ExchangeProperty(WebhookRoute.ENDPOINT) Endpoint endpoint,
            @ExchangeProperty(WebhookRoute.EVENT_ID) String eventId) {
        long timestamp = clock.instant().getEpochSecond();
        SigningSecret secret = endpoint.receiver()
                .secret()
                .orElseThrow(() -> new IllegalStateException("the secret of " + endpoint.id() + " cannot be read"));
        String signature = StandardWebhooks.sign(secret, eventId, timestamp, payload);
        exchange.getMessage().setHeader(StandardWebhooks.ID_HEADER, eventId);
        exchange.getMessage().setHeader(StandardWebhooks.TIMESTAMP_HEADER, Long.toString(timestamp));
        exchange.getMessage().setHeader(StandardWebhooks.SIGNATURE_HEADER, signature);
    }
}
