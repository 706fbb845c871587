package dev.sealpost.attempt;

import dev.sealpost.event.Event;
import dev.sealpost.request.FormatEvent;
import dev.sealpost.request.FormatEvent.FormattedBody;
import dev.sealpost.request.ReceiverKey;
import dev.sealpost.request.RequestOptions;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;

/** Puts the current body into the format of the endpoint, and encrypts it to the receiver's key. */
final class EncodeBody {

    private EncodeBody() {}

    /** @throws InvalidPayloadException when an earlier step left a body that cannot be converted to bytes */
    static void encode(Exchange exchange, RequestOptions options) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Event event = exchange.getProperty(WebhookRoute.EVENT, Event.class);
        FormattedBody body = FormatEvent.format(
                options.format(),
                event,
                message.getMandatoryBody(byte[].class),
                message.getHeader(HttpConstants.CONTENT_TYPE, "application/octet-stream", String.class));
        body.headers().forEach(message::setHeader);
        Optional<ReceiverKey> key = options.encryption();
        message.setBody(
                key.map(to -> to.encrypt(body.bytes(), body.contentType())).orElse(body.bytes()));
        message.setHeader(HttpConstants.CONTENT_TYPE, key.isPresent() ? ReceiverKey.MEDIA_TYPE : body.contentType());
    }
}
