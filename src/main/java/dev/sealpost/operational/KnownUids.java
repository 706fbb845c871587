package dev.sealpost.operational;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/** Looks up current uids; those of applications in the database. */
record KnownUids(ApplicationStore applications, EndpointDirectory endpoints) implements PublishNotice.Uids {

    @Override
    public Optional<String> of(ApplicationId application) {
        return applications
                .find(application.value())
                .flatMap(found -> found.profile().uid());
    }

    @Override
    public Optional<String> of(DestinationId destination) {
        return destination.isRoute()
                ? Optional.empty()
                : endpoints
                        .find(new EndpointId(destination.value()))
                        .flatMap(found -> found.profile().uid());
    }
}
