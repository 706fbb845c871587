package dev.sealpost.operational;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.Subscriptions;
import java.util.List;
import java.util.Optional;

/**
 * Operators of the application with this uid.
 *
 * @param uid uid of an application that may not exist yet
 */
record KnownOperators(
        String uid, ApplicationDirectory applications, EndpointDirectory endpoints, Subscriptions subscriptions)
        implements Operators {

    @Override
    public boolean isTheirs(ApplicationId application) {
        return applications.isNamed(application, uid);
    }

    @Override
    public List<DestinationId> awaiting(NoticeKind kind) {
        return subscriptions.awaiting(uid, kind.labels());
    }

    @Override
    public Optional<ApplicationId> owner(DestinationId destination) {
        return destination.isRoute()
                ? Optional.empty()
                : endpoints.find(new EndpointId(destination.value())).map(Endpoint::application);
    }
}
