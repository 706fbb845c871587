package dev.sealpost.route.event;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteSubscription;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** Consumer that makes its route a destination while started; events arrive through {@link RouteDestination}. */
public final class EventConsumer extends DefaultConsumer implements Suspendable {

    private final EventEndpoint endpoint;
    private final EventConsumption with;

    EventConsumer(EventEndpoint endpoint, Processor processor, EventConsumption with) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.with = with;
    }

    EventOptions.Consuming options() {
        return endpoint.options().consuming();
    }

    public RouteSubscription subscription() {
        return new RouteSubscription(
                DestinationId.ofRoute(getRouteId()),
                endpoint.pattern(),
                endpoint.options().application());
    }

    @Override
    protected void doStart() throws Exception {
        if (!Boolean.parseBoolean(String.valueOf(getRoute().getProperties().get(Route.CUSTOM_ID_PROPERTY)))) {
            throw new IllegalArgumentException(
                    "a route that starts with from: event: must have an id, under which its deliveries are stored");
        }
        super.doStart();
        with.routes().started(new RouteDestination(this, policy(), with.decide(), with.clock()));
    }

    @Override
    protected void doStop() throws Exception {
        with.routes().stopped(this);
        super.doStop();
    }

    /** Returns the policy without disabling: the operator switches a route off in its file. */
    private DeliveryPolicy policy() {
        DeliveryPolicy policy = options().policy().over(with.defaults());
        return new DeliveryPolicy(policy.retry(), policy.load(), policy.breaker(), policy.ordering(), Duration.ZERO);
    }
}
