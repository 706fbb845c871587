package dev.sealpost.api.edge;

import dev.sealpost.application.Application;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteDestinations;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Resolves the ids or uids in a path, or answers 404. */
@Component
public class PathNames {

    private final ApplicationDirectory directory;
    private final ApplicationStore applications;
    private final EndpointStore endpoints;
    private final RouteDestinations routes;

    PathNames(
            ApplicationDirectory directory,
            ApplicationStore applications,
            EndpointStore endpoints,
            RouteDestinations routes) {
        this.directory = directory;
        this.applications = applications;
        this.endpoints = endpoints;
        this.routes = routes;
    }

    /** Finds an application in memory, or in the database if another node may just have created it. */
    public ApplicationId application(String name) {
        return find(name).orElseThrow(() -> ProblemException.notFound("application"));
    }

    private Optional<ApplicationId> find(String name) {
        return directory.find(name).or(() -> applications.find(name).map(Application::id));
    }

    /** Returns whether the name is the id or uid of the application. */
    public boolean isOf(ApplicationId application, String name) {
        return find(name).filter(application::equals).isPresent();
    }

    public Endpoint endpoint(ApplicationId application, String name) {
        return endpoints.find(application, name).orElseThrow(() -> ProblemException.notFound("endpoint"));
    }

    /** Finds an endpoint by id or uid, including deleted ones. */
    public DestinationId formerDestination(ApplicationId application, String name) {
        return endpoints
                .find(application, name)
                .map(Endpoint::id)
                .or(() -> endpoints.idOfDeleted(application, name))
                .map(DestinationId::of)
                .orElseThrow(() -> ProblemException.notFound("endpoint"));
    }

    /** Finds an endpoint by id or uid, or a route by {@code route:} and its id. */
    public DestinationId destination(ApplicationId application, String name) {
        DestinationId route = new DestinationId(name);
        if (!route.isRoute()) {
            return DestinationId.of(endpoint(application, name).id());
        }
        if (!routes.isActive(route)) {
            throw ProblemException.notFound("route");
        }
        return route;
    }
}
