package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.database.Writes;
import dev.sealpost.endpoint.EndpointEvent.Deleted;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes things together with what they are owed, in one transaction. Events, attempts and dead letters stay. */
@Component
public class Removal {

    private final Writes writes;
    private final ApplicationStore applications;
    private final EndpointStore endpoints;
    private final Cancellations cancellations;
    private final ApplicationEventPublisher events;

    Removal(
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

    /** False when there is no such application. What routes are owed of its events stays: they are not its own. */
    public boolean application(String name) {
        Optional<List<Deleted>> deleted =
                writes.write(sql -> applications.find(sql, name).map(found -> {
                    List<Deleted> removed = endpoints.ids(sql, found.id()).stream()
                            .map(endpoint -> remove(sql, found.id(), endpoint))
                            .toList();
                    applications.delete(sql, found.id());
                    return removed;
                }));
        deleted.ifPresent(removed -> removed.forEach(events::publishEvent));
        return deleted.isPresent();
    }

    /** False when there is no such endpoint. */
    public boolean endpoint(ApplicationId application, String name) {
        Optional<Deleted> deleted = writes.write(
                sql -> endpoints.find(sql, application, name).map(found -> remove(sql, application, found.id())));
        deleted.ifPresent(events::publishEvent);
        return deleted.isPresent();
    }

    private Deleted remove(JdbcClient sql, ApplicationId application, EndpointId endpoint) {
        endpoints.delete(sql, endpoint);
        cancellations.cancel(sql, application, DestinationId.of(endpoint));
        return new Deleted(endpoint, application);
    }
}
