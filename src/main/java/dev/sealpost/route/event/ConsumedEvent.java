package dev.sealpost.route.event;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Hops;
import dev.sealpost.event.TraceContext;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Event that a route works on, kept in the exchange. Events that the route publishes get ids derived from it, so that a repeat
 * of the route publishes no duplicates.
 */
public final class ConsumedEvent {

    private static final String PROPERTY = "SealpostConsumedEvent";

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Event event;
    private final String routeId;
    private final Map<String, Integer> published = new ConcurrentHashMap<>();

    public ConsumedEvent(Event event, String routeId) {
        this.event = event;
        this.routeId = routeId;
    }

    public static Optional<ConsumedEvent> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, ConsumedEvent.class));
    }

    /**
     * Sets this object, the body and the headers of the event in the exchange.
     *
     * @param attempt attempt number, from 1
     */
    public void enter(Exchange exchange, int attempt) {
        exchange.setProperty(PROPERTY, this);
        Message message = exchange.getIn();
        // A copy, so that a step that changes its body does not affect other destinations.
        message.setBody(event.payload().bytes().clone());
        message.setHeader(EventHeaders.EVENT_ID, event.id().value());
        message.setHeader(EventHeaders.EVENT_TYPE, event.type().name());
        message.setHeader(EventHeaders.APPLICATION, event.application().value());
        message.setHeader(EventHeaders.ATTEMPT, attempt);
        message.setHeader(EventHeaders.TIMESTAMP, TO_THE_MILLISECOND.format(event.time()));
        message.setHeader(Exchange.CONTENT_TYPE, event.content().type());
        event.content().trace().ifPresent(trace -> {
            message.setHeader(TraceContext.PARENT, trace.newParent());
            trace.state().ifPresent(state -> message.setHeader(TraceContext.STATE, state));
        });
    }

    Event event() {
        return event;
    }

    /** Returns the hops of an event that the route publishes. */
    Hops hopsTo(EventType type, ApplicationId application) {
        return Hops.after(event, routeId, type, application);
    }

    /**
     * Returns the id of the next event of this type that the route publishes, derived from parent, route, type, branch and
     * position. Step ids are not used, because Camel renumbers them at each start.
     *
     * @param branch distinguishes parallel copies of the exchange, such as the index of a split
     */
    EventId nextId(EventType type, String branch) {
        int position = published.merge(type + " " + branch, 1, Integer::sum);
        return EventId.derivedAt(
                event.time(), "route", event.id().value(), routeId, type.name(), branch, Integer.toString(position));
    }
}
