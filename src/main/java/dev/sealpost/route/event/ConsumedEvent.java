package dev.sealpost.route.event;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Hops;
import dev.sealpost.event.TraceContext;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Event that a route works on, or batch of events, kept in the exchange. Events that the route publishes get ids derived from
 * it, so that a repeat of the route publishes no duplicates.
 */
public final class ConsumedEvent {

    private static final String PROPERTY = "SealpostConsumedEvent";

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Event event;
    private final String routeId;
    private final Optional<DeliveryBatch> batch;
    private final Map<String, Integer> published = new ConcurrentHashMap<>();

    public ConsumedEvent(Event event, String routeId) {
        this(event, routeId, Optional.empty());
    }

    private ConsumedEvent(Event event, String routeId, Optional<DeliveryBatch> batch) {
        this.event = event;
        this.routeId = routeId;
        this.batch = batch;
    }

    /** Creates the batch as one event, from whose id those of the events that the route publishes are derived. */
    public static ConsumedEvent of(DeliveryBatch batch, String routeId) {
        return new ConsumedEvent(ComposeBatch.event(batch), routeId, Optional.of(batch));
    }

    public static Optional<ConsumedEvent> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, ConsumedEvent.class));
    }

    /**
     * Returns the id of what an exchange works on, which is the same at every attempt: the event or batch, also if the route has
     * removed the headers; otherwise what the header says, such as an item of a source. Without all of them, it is the id of the
     * exchange, so that only the steps of one exchange are repeated.
     */
    public static String idOf(Exchange exchange) {
        return of(exchange)
                .map(consumed -> consumed.event().id().value())
                .orElseGet(() ->
                        exchange.getMessage().getHeader(EventHeaders.EVENT_ID, exchange.getExchangeId(), String.class));
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
        message.setHeader(EventHeaders.ATTEMPT, attempt);
        message.setHeader(Exchange.CONTENT_TYPE, event.content().type());
        if (batch.isPresent()) {
            label(message, batch.get());
        } else {
            label(message);
        }
    }

    private void label(Message message) {
        message.setHeader(EventHeaders.EVENT_ID, event.id().value());
        message.setHeader(EventHeaders.EVENT_TYPE, event.type().name());
        message.setHeader(EventHeaders.APPLICATION, event.application().value());
        message.setHeader(EventHeaders.TIMESTAMP, TO_THE_MILLISECOND.format(event.time()));
        event.content().trace().ifPresent(trace -> {
            message.setHeader(TraceContext.PARENT, trace.newParent());
            trace.state().ifPresent(state -> message.setHeader(TraceContext.STATE, state));
        });
    }

    /** Sets the headers of a batch; type and application only if they are those of all events. */
    private void label(Message message, DeliveryBatch events) {
        message.setHeader(EventHeaders.BATCH_ID, events.key().id());
        message.setHeader(EventHeaders.BATCH_SIZE, events.size());
        common(each -> each.event().type().name()).ifPresent(type -> message.setHeader(EventHeaders.EVENT_TYPE, type));
        application().ifPresent(id -> message.setHeader(EventHeaders.APPLICATION, id.value()));
    }

    /** Returns the application of all events; empty if they have different ones. */
    Optional<ApplicationId> application() {
        return batch.isEmpty()
                ? Optional.of(event.application())
                : common(each -> each.event().application());
    }

    private <T> Optional<T> common(Function<Delivery, T> property) {
        Set<T> all = batch.stream()
                .flatMap(each -> each.deliveries().stream())
                .map(property)
                .collect(Collectors.toSet());
        return all.size() == 1 ? Optional.of(all.iterator().next()) : Optional.empty();
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
