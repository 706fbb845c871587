package dev.sealpost.attempt;

import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.event.Event;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.signature.StandardWebhooks;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Route step {@code signWebhook}: signs the current body for this attempt, after it was put into the format that the endpoint wants,
 * and authenticates the signed request.
 */
@Component("signWebhook")
public class SignWebhook implements Processor {

    private final Clock clock;
    private final AuthenticateWebhook authenticate;

    SignWebhook(Clock clock, AuthenticateWebhook authenticate) {
        this.clock = clock;
        this.authenticate = authenticate;
    }

    /**
     * Sets the three headers of Standard Webhooks, and the signed bytes as body.
     *
     * @throws InvalidPayloadException when an earlier step left a body that cannot be converted to bytes
     */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Endpoint endpoint = exchange.getProperty(WebhookRoute.ENDPOINT, Endpoint.class);
        RequestOptions options = endpoint.receiver().request();
        if (options.equals(RequestOptions.NONE)) {
            sign(exchange, endpoint);
            return;
        }
        EncodeBody.encode(exchange, options);
        sign(exchange, endpoint);
        options.authentication().ifPresent(how -> authenticate.authenticate(exchange, endpoint.application(), how));
    }

    private void sign(Exchange exchange, Endpoint endpoint) throws InvalidPayloadException {
        byte[] payload = exchange.getMessage().getMandatoryBody(byte[].class);
        String eventId =
                exchange.getProperty(WebhookRoute.EVENT, Event.class).id().value();
        long timestamp = clock.instant().getEpochSecond();
        SigningSecret secret = endpoint.receiver()
                .secret()
                .orElseThrow(() -> new IllegalStateException("the secret of " + endpoint.id() + " cannot be read"));
        String signature = StandardWebhooks.sign(secret, eventId, timestamp, payload);
        exchange.getMessage().setBody(payload);
        exchange.getMessage().setHeader(StandardWebhooks.ID_HEADER, eventId);
        exchange.getMessage().setHeader(StandardWebhooks.TIMESTAMP_HEADER, Long.toString(timestamp));
        exchange.getMessage().setHeader(StandardWebhooks.SIGNATURE_HEADER, signature);
    }
}
