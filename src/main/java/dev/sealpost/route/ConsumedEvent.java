package dev.sealpost.route;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Hops;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * The event that a route is working on, kept in the exchange. What the route publishes meanwhile gets ids derived from it,
 * so that a repeat of the whole route publishes the same events again, which is once.
 */
final class ConsumedEvent {

    private static final String PROPERTY = "SealpostConsumedEvent";

    private final Event event;
    private final String routeId;
    private final Map<String, Integer> published = new ConcurrentHashMap<>();

    ConsumedEvent(Event event, String routeId) {
        this.event = event;
        this.routeId = routeId;
    }

    static Optional<ConsumedEvent> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, ConsumedEvent.class));
    }

    void enter(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    Event event() {
        return event;
    }

    /** Those of what the route publishes. */
    Hops hopsTo(EventType type, ApplicationId application) {
        return Hops.after(event, routeId, type, application);
    }

    /**
     * The id of the next event of this type that the route publishes: of parent, route, type, branch and place. Step ids
     * take no part, as Camel numbers them anew at each start.
     *
     * @param branch tells copies of the exchange apart that run side by side, such as the index of a split
     */
    EventId nextId(EventType type, String branch) {
        int place = published.merge(type + " " + branch, 1, Integer::sum);
        return EventId.derivedAt(
                event.time(), "route", event.id().value(), routeId, type.name(), branch, Integer.toString(place));
    }
}
