package dev.sealpost.attempt;

import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.event.Event;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.signature.StandardWebhooks;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Route step {@code signWebhook}: signs the current body for this attempt, after it was transformed and put into the format that the
 * endpoint wants, and authenticates the signed request.
 */
@Component("signWebhook")
public class SignWebhook implements Processor {

    private final Clock clock;
    private final AuthenticateWebhook authenticate;
    private final TransformWebhook transform;

    SignWebhook(Clock clock, AuthenticateWebhook authenticate, TransformWebhook transform) {
        this.clock = clock;
        this.authenticate = authenticate;
        this.transform = transform;
    }

    /**
     * Sets the three headers of Standard Webhooks and the custom ones, and the signed bytes as body.
     *
     * @throws InvalidPayloadException when an earlier step left a body that cannot be converted to bytes
     */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Endpoint endpoint = exchange.getProperty(WebhookRoute.ENDPOINT, Endpoint.class);
        boolean isTransformed = endpoint.receiver().transformation().isActive();
        if (isTransformed && !transform.transform(exchange, endpoint)) {
            return;
        }
        RequestOptions options = endpoint.receiver().request();
        boolean hasOptions = !options.equals(RequestOptions.NONE);
        if (hasOptions) {
            EncodeBody.encode(exchange, options);
        }
        sign(exchange, endpoint);
        if (!isTransformed) {
            endpoint.receiver().headers().values().forEach(exchange.getMessage()::setHeader);
        }
        if (hasOptions) {
            options.authentication().ifPresent(how -> authenticate.authenticate(exchange, endpoint.application(), how));
        }
    }

    private void sign(Exchange exchange, Endpoint endpoint) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        byte[] payload = message.getMandatoryBody(byte[].class);
        String eventId =
                exchange.getProperty(WebhookRoute.EVENT, Event.class).id().value();
        Instant now = clock.instant();
        Endpoint.Signing signing = endpoint.receiver().signing();
        String signature = signing.keys().sign(eventId, now, payload);
        message.setBody(payload);
        message.setHeader(StandardWebhooks.ID_HEADER, eventId);
        message.setHeader(StandardWebhooks.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()));
        message.setHeader(StandardWebhooks.SIGNATURE_HEADER, signature);
        signing.classic()
                .ifPresent(classic -> message.setHeader(classic.header(), classic.sign(eventId, now, payload)));
    }
}
