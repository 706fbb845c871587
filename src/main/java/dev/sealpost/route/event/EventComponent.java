package dev.sealpost.route.event;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * Camel component {@code event:}.
 *
 * <p>{@code to: event:order.created?application=acme} publishes the body durably; {@code from:
 * event:order.*?application=acme&concurrency=4&deadline=60s&retrySchedule=5s,5m} makes the route a destination. The type is
 * part of the URI and checked when the route is loaded. A type from a header would, in a route {@code from: event:}, be that of
 * the consumed event and cause an endless loop.
 */
public final class EventComponent extends DefaultComponent {

    private final EventPublication publication;
    private final EventConsumption consumption;

    public EventComponent(EventPublication publication, EventConsumption consumption) {
        this.publication = publication;
        this.consumption = consumption;
    }

    @Override
    protected Endpoint createEndpoint(String uri, @Nullable String remaining, Map<String, Object> parameters) {
        if (remaining == null || remaining.isBlank() || uri.equals("event")) {
            throw new IllegalArgumentException("uri: event has no event type: use event:<event type>");
        }
        EventOptions options = new ReadEventOptions(name -> take(parameters, name)).read();
        return new EventEndpoint(uri, this, remaining, options);
    }

    EventPublication publication() {
        return publication;
    }

    EventConsumption consumption() {
        return consumption;
    }

    private Optional<String> take(Map<String, Object> parameters, String name) {
        return Optional.ofNullable(getAndRemoveParameter(parameters, name, String.class));
    }
}
