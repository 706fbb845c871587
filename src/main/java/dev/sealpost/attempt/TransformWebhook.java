package dev.sealpost.attempt;

import dev.sealpost.egress.OutboundCall;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.event.Event;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.transform.Transformations;
import dev.sealpost.transform.TransformedRequest;
import dev.sealpost.transform.WebhookRequest;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.springframework.stereotype.Component;

/** Lets the transformation of an endpoint change the request, before it is signed. */
@Component
class TransformWebhook {

    /** Exchange property, true if the transformation canceled the request. */
    static final String CANCELED = "SealpostCanceled";

    private final Transformations transformations;

    TransformWebhook(Transformations transformations) {
        this.transformations = transformations;
    }

    /**
     * Changes body, headers, URL and method; a canceled request ends the route.
     *
     * @return whether there is something to send
     * @throws InvalidPayloadException when an earlier step left a body that cannot be converted to bytes
     */
    boolean transform(Exchange exchange, Endpoint endpoint) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Event event = exchange.getProperty(WebhookRoute.EVENT, Event.class);
        TransformedRequest changed = transformations.transform(
                endpoint.application(),
                endpoint.receiver().transformation().code(),
                new WebhookRequest(
                        endpoint.receiver().url().value(),
                        event.type().name(),
                        endpoint.receiver().headers().shown(),
                        message.getMandatoryBody(byte[].class),
                        message.getHeader(HttpConstants.CONTENT_TYPE, "application/octet-stream", String.class)));
        if (changed.canceled()) {
            exchange.setProperty(CANCELED, true);
            message.setBody(null);
            exchange.setRouteStop(true);
            return false;
        }
        message.setBody(changed.payload());
        // The code did not see the values of sensitive headers, and gave back those of the others that shall be sent.
        CustomHeaders headers = endpoint.receiver().headers();
        headers.sensitive()
                .forEach(name -> message.setHeader(name, headers.values().get(name)));
        changed.headers().values().forEach(message::setHeader);
        message.setHeader(HttpConstants.HTTP_METHOD, changed.method());
        message.setHeader(HttpConstants.HTTP_URI, changed.url().parseable());
        OutboundCall call = OutboundCall.current()
                .orElseThrow(
                        () -> new IllegalStateException("the route " + WebhookRoute.ID + " runs outside an attempt"));
        call.aimAt(changed.url());
        call.use(changed.method());
        return true;
    }
}
