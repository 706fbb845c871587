package dev.sealpost.route.event;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Started routes {@code from: event:}, as destinations of the dispatcher. */
public final class RunningRoutes implements Destinations {

    private final Map<DestinationId, RouteDestination> running = new ConcurrentHashMap<>();
    private volatile Consumer<RouteSubscription> beforeStart = subscription -> {};

    /** Sets a callback before each start of a route; an exception prevents the start. */
    public void beforeStart(Consumer<RouteSubscription> action) {
        beforeStart = action;
    }

    void started(RouteDestination destination) {
        RouteSubscription subscription = destination.consumer().subscription();
        beforeStart.accept(subscription);
        running.put(subscription.destination(), destination);
    }

    void stopped(EventConsumer consumer) {
        running.computeIfPresent(
                consumer.subscription().destination(),
                (id, destination) -> destination.consumer() == consumer ? null : destination);
    }

    /** Returns the consumers of the running routes. */
    public List<EventConsumer> consumers() {
        return running.values().stream().map(RouteDestination::consumer).toList();
    }

    @Override
    public Optional<Destination> find(DestinationId id) {
        if (!id.isRoute()) {
            return Optional.empty();
        }
        RouteDestination destination = running.get(id);
        return Optional.of(destination == null ? new Unavailable(id) : destination);
    }

    /** Route that is not started, or whose file is invalid or missing. */
    private record Unavailable(DestinationId id) implements Destination {

        @Override
        public Readiness readiness() {
            return Readiness.ROUTE_UNAVAILABLE;
        }

        @Override
        public Duration deadline() {
            return EventOptions.Consuming.DEFAULT_DEADLINE;
        }

        @Override
        public DeliveryPolicy policy() {
            return DeliveryPolicy.plain(new RetrySchedule(List.of(), 0), 1);
        }

        @Override
        public Attempted attempt(Delivery delivery) {
            throw new IllegalStateException("The route " + id.routeId() + " is not loaded.");
        }
    }
}
