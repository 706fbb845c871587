package dev.sealpost.retention;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.database.Writes;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointEvent.Deleted;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Deletes applications and endpoints in one transaction, then cancels their pending deliveries. Events, attempts and dead
 * letters remain.
 */
@Component
public class DeleteWithCancellations {

    private final Writes writes;
    private final ApplicationStore applications;
    private final EndpointStore endpoints;
    private final Cancellations cancellations;
    private final ApplicationEventPublisher events;

    DeleteWithCancellations(
            Writes writes,
            ApplicationStore applications,
            EndpointStore endpoints,
            Cancellations cancellations,
            ApplicationEventPublisher events) {
        this.writes = writes;
        this.applications = applications;
        this.endpoints = endpoints;
        this.cancellations = cancellations;
        this.events = events;
    }

    private record Removed(ApplicationId application, List<EndpointId> endpoints) {}

    /** Deletes an application. Returns false when it does not exist. Deliveries of its events to routes remain. */
    public boolean application(String name) {
        Optional<Removed> removed =
                writes.write(sql -> applications.find(sql, name).map(found -> {
                    List<Endpoint> its = endpoints.of(sql, found.id());
                    its.forEach(endpoint -> endpoints.delete(sql, endpoint));
                    applications.delete(sql, found);
                    return new Removed(
                            found.id(), its.stream().map(Endpoint::id).toList());
                }));
        removed.ifPresent(this::removed);
        return removed.isPresent();
    }

    /** Deletes an endpoint. Returns false when it does not exist. */
    public boolean endpoint(ApplicationId application, String name) {
        Optional<Removed> removed =
                writes.write(sql -> endpoints.find(sql, application, name).map(found -> {
                    endpoints.delete(sql, found);
                    return new Removed(application, List.of(found.id()));
                }));
        removed.ifPresent(this::removed);
        return removed.isPresent();
    }

    private void removed(Removed removed) {
        removed.endpoints().forEach(endpoint -> events.publishEvent(new Deleted(endpoint, removed.application())));
        removed.endpoints()
                .forEach(endpoint -> cancellations.cancel(removed.application(), DestinationId.of(endpoint)));
    }
}
