package dev.sealpost.route.event;

import dev.sealpost.event.Publisher;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Producer of {@code to: event:<type>}; returns once the broker has stored the event on disk. */
public final class EventProducer extends DefaultProducer {

    private final Publisher publisher;
    private final ComposeEvent compose;

    EventProducer(EventEndpoint endpoint, Publisher publisher, ComposeEvent compose) {
        super(endpoint);
        this.publisher = publisher;
        this.compose = compose;
    }

    /**
     * Publishes the event of the exchange durably.
     *
     * @throws dev.sealpost.event.IngestRefusedException if it cannot be stored now
     */
    @Override
    public void process(Exchange exchange) {
        publisher.publish(compose.compose(exchange));
        EventHeaders.countPublished(exchange, 1);
    }

    /** @throws RuntimeException as {@link #process}, if the exchange has no valid event */
    public void requireEvent(Exchange exchange) {
        compose.compose(exchange);
    }
}
