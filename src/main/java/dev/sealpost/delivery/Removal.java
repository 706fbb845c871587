package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.database.Writes;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.subscription.DestinationId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes things together with what they are owed, in one transaction. Events, attempts and dead letters stay. */
@Component
public class Removal {

    private final Writes writes;
    private final ApplicationStore applications;
    private final EndpointStore endpoints;
    private final Cancellations cancellations;

    Removal(Writes writes, ApplicationStore applications, EndpointStore endpoints, Cancellations cancellations) {
        this.writes = writes;
        this.applications = applications;
        this.endpoints = endpoints;
        this.cancellations = cancellations;
    }

    /** False when there is no such application. What routes are owed of its events stays: they are not its own. */
    public boolean application(String name) {
        return writes.write(sql -> applications
                .find(sql, name)
                .map(found -> {
                    endpoints.ids(sql, found.id()).forEach(endpoint -> remove(sql, found.id(), endpoint));
                    applications.delete(sql, found.id());
                    return true;
                })
                .orElse(false));
    }

    /** False when there is no such endpoint. */
    public boolean endpoint(ApplicationId application, String name) {
        return writes.write(sql -> endpoints
                .find(sql, application, name)
                .map(found -> {
                    remove(sql, application, found.id());
                    return true;
                })
                .orElse(false));
    }

    private void remove(JdbcClient sql, ApplicationId application, EndpointId endpoint) {
        endpoints.delete(sql, endpoint);
        cancellations.cancel(sql, application, DestinationId.of(endpoint));
    }
}
