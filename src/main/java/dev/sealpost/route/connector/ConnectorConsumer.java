package dev.sealpost.route.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.connector.call.CallResult;
import dev.sealpost.connector.call.CallSpec.SourceSpec;
import dev.sealpost.connector.call.JqException;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.event.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a source by a {@code poll:} of the route's name, and runs the route for each item. The body is the item
 * (JSON text); the header {@code SealpostEventId} is a UUID derived from connector, route and the item's id, so that an item that
 * is read twice is published once.
 */
final class ConnectorConsumer extends DefaultConsumer {

    /** Exchange properties of {@code poll:}. */
    private static final String CURSOR = "pollCursor";

    private static final String MORE = "pollMore";

    private final PreparedCall call;
    private final SourceSpec source;
    private final SourceOptions options;
    private @Nullable Consumer poll;

    ConnectorConsumer(Endpoint endpoint, Processor processor, PreparedCall call, SourceOptions options) {
        super(endpoint, processor);
        this.call = call;
        this.source = call.call().source().orElseThrow();
        this.options = options;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Consumer started = getEndpoint()
                .getCamelContext()
                .getEndpoint(options.poll(getRoute().getRouteId()))
                .createConsumer(this::round);
        poll = started;
        ServiceHelper.startService(started);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(poll);
        super.doStop();
    }

    private void round(Exchange exchange) throws Exception {
        String cursor = exchange.getProperty(CURSOR, "", String.class);
        JsonNode before = cursor.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(cursor);
        CallResult page = call.make(
                NullNode.getInstance(), JsonNodeFactory.instance.objectNode(), exchange.getExchangeId(), before);
        try {
            for (JsonNode item : source.items().apply(page.last(), page.variables())) {
                run(item, page.variables(), exchange.getProperties());
            }
            JsonNode next = source.cursor().apply(page.last(), page.variables());
            if (!next.isNull()) {
                exchange.setProperty(CURSOR, next.asText());
            }
            exchange.setProperty(
                    MORE,
                    source.more()
                            .map(more ->
                                    more.apply(page.last(), page.variables()).asBoolean())
                            .orElse(false));
        } catch (JqException e) {
            String reason = call.connector() + ": the page is not as documented: " + e.getMessage();
            throw new ReceiverFailure(new Failed(reason, false), reason);
        }
    }

    /** @param poll properties of the round: routes read the number of the backfill, and count what they publish */
    private void run(JsonNode item, Map<String, JsonNode> variables, Map<String, Object> poll) throws Exception {
        JsonNode id = source.id().apply(item, variables);
        if (id.isNull()) {
            String reason = call.connector() + ": an item has no id";
            throw new ReceiverFailure(new Failed(reason, false), reason);
        }
        Exchange exchange = createExchange(false);
        try {
            poll.forEach(exchange::setProperty);
            exchange.getMessage().setBody(item.toString());
            exchange.getMessage().setHeader(EventHeaders.EVENT_ID, eventId(id.asText()));
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
                throw new IllegalStateException("the route rolled back");
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private String eventId(String item) {
        String name = call.connector() + "\n" + getRoute().getRouteId() + "\n" + item;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
