package dev.sealpost.subscription;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Matches events to destinations. */
@Component
public class Subscriptions {

    private final ApplicationDirectory applications;
    private final EndpointDirectory endpoints;
    private final RouteDestinations routes;

    Subscriptions(ApplicationDirectory applications, EndpointDirectory endpoints, RouteDestinations routes) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.routes = routes;
    }

    /** Returns the destinations of this event, as of now. */
    public List<DestinationId> match(Event event) {
        Optional<DestinationId> only = Addressee.of(event.labels());
        if (only.isPresent()) {
            return endpoints.of(event.application()).stream()
                    .filter(endpoint -> !endpoint.disabled())
                    .map(endpoint -> DestinationId.of(endpoint.id()))
                    .filter(only.get()::equals)
                    .toList();
        }
        List<DestinationId> wanting = new ArrayList<>();
        for (Endpoint endpoint : endpoints.of(event.application())) {
            if (!endpoint.disabled() && wants(endpoint.filter(), event.labels())) {
                wanting.add(DestinationId.of(endpoint.id()));
            }
        }
        for (RouteSubscription route : routes.active()) {
            if (route.eventTypes().matches(event.type()) && isOf(route, event.application())) {
                wanting.add(route.destination());
            }
        }
        return wanting;
    }

    /**
     * Returns the destinations of such an event of the application with this uid; those of routes even when the application
     * does not exist yet.
     */
    public List<DestinationId> awaiting(String uid, Labels labels) {
        Optional<ApplicationId> application = applications.find(uid);
        List<DestinationId> awaiting = new ArrayList<>();
        application.ifPresent(id -> endpoints.of(id).stream()
                .filter(endpoint -> !endpoint.disabled() && wants(endpoint.filter(), labels))
                .forEach(endpoint -> awaiting.add(DestinationId.of(endpoint.id()))));
        for (RouteSubscription route : routes.active()) {
            boolean isOfIt = route.application().map(uid::equals).orElse(true)
                    || application.filter(id -> isOf(route, id)).isPresent();
            if (isOfIt && route.eventTypes().matches(labels.type())) {
                awaiting.add(route.destination());
            }
        }
        return awaiting;
    }

    /** Returns whether a destination, if enabled, would receive such an event of the application. */
    public boolean wants(DestinationId destination, ApplicationId application, Labels labels) {
        if (Addressee.isOther(labels, destination)) {
            return false;
        }
        if (destination.isRoute()) {
            return routes.active().stream()
                    .anyMatch(route -> route.destination().equals(destination)
                            && route.eventTypes().matches(labels.type())
                            && isOf(route, application));
        }
        return endpoints.of(application).stream()
                .anyMatch(endpoint ->
                        DestinationId.of(endpoint.id()).equals(destination) && wants(endpoint.filter(), labels));
    }

    /** Returns whether any endpoint that is not disabled would get such an event. */
    public boolean hasEndpointFor(ApplicationId application, Labels labels) {
        return endpoints.of(application).stream()
                .anyMatch(endpoint -> !endpoint.disabled() && wants(endpoint.filter(), labels));
    }

    /** Returns all destinations of an application. */
    public List<DestinationId> destinations(ApplicationId application) {
        List<DestinationId> destinations = new ArrayList<>();
        endpoints.of(application).forEach(endpoint -> destinations.add(DestinationId.of(endpoint.id())));
        routes.active().stream()
                .filter(route -> isOf(route, application))
                .forEach(route -> destinations.add(route.destination()));
        return destinations;
    }

    static boolean wants(Endpoint.Filter filter, Labels labels) {
        return wantsType(filter.eventTypes(), labels)
                && wantsOneOf(filter.channels(), labels.channels())
                && wantsOneOf(filter.tags(), labels.tags());
    }

    private static boolean wantsOneOf(List<String> wanted, List<String> labels) {
        return wanted.isEmpty() || labels.stream().anyMatch(wanted::contains);
    }

    private static boolean wantsType(List<EventTypePattern> patterns, Labels labels) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(labels.type()));
    }

    private boolean isOf(RouteSubscription route, ApplicationId application) {
        return route.application()
                .map(name -> applications.isNamed(application, name))
                .orElse(true);
    }
}
