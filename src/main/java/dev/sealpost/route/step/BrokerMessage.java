package dev.sealpost.route.step;

import dev.sealpost.route.event.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;

/** Steps of the connectors for queues ({@code bean: {ref: brokerMessage, method: …}}). */
public final class BrokerMessage {

    /** Property by which Artemis recognizes a message that it has. */
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private static final String MESSAGE_ID = "JMSMessageID";

    /** Sets the properties of the message: only an id that is the same on each attempt with the same body. */
    public void prepare(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        String id = uuid(StepBody.identity(exchange) + "\n" + body);
        StepBody.replaceHeaders(exchange, Map.of(DUPLICATE_ID, id));
        exchange.getMessage().setBody(body);
    }

    /** Replaces the properties of a received message by the id of its event, which is derived from that of the message. */
    public void received(Exchange exchange) {
        String id = exchange.getMessage().getHeader(MESSAGE_ID, String.class);
        String from = exchange.getFromEndpoint().getEndpointUri().replaceAll("\\?.*", "");
        StepBody.replaceHeaders(
                exchange, id == null ? Map.of() : Map.of(EventHeaders.EVENT_ID, uuid(from + "\n" + id)));
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
