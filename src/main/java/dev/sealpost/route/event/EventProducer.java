package dev.sealpost.route.event;

import dev.sealpost.event.Publisher;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** The step {@code to: event:<type>}: done once the event is on the disk of the broker. */
public final class EventProducer extends DefaultProducer {

    private final Publisher publisher;
    private final ComposeEvent compose;

    EventProducer(EventEndpoint endpoint, Publisher publisher, ComposeEvent compose) {
        super(endpoint);
        this.publisher = publisher;
        this.compose = compose;
    }

    /**
     * Publishes what the exchange carries, durably.
     *
     * @throws dev.sealpost.event.IngestRefusedException when it cannot be kept now
     */
    @Override
    public void process(Exchange exchange) {
        publisher.publish(compose.compose(exchange));
    }

    /** @throws RuntimeException what {@link #process} throws of an exchange that holds no event */
    public void requireEvent(Exchange exchange) {
        compose.compose(exchange);
    }
}
