package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;

/**
 * Change of an endpoint. Published as a Spring application event after the commit, on the committing thread, which may be the
 * recorder's: listeners must not block. A crash between commit and listener loses it.
 */
public sealed interface EndpointEvent {

    EndpointId endpoint();

    ApplicationId application();

    record Created(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    /** Change by a user, including pause and resume. Enabling and disabling are published in addition. */
    record Updated(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    record Deleted(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    record Disabled(EndpointId endpoint, ApplicationId application, DisableReason reason) implements EndpointEvent {}

    record Enabled(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    /**
     * Warning that an endpoint has had no success for half of the time after which it is disabled. Published once.
     *
     * @param disableAt when it will be disabled without a success
     */
    record FailingWarning(EndpointId endpoint, ApplicationId application, Instant failingSince, Instant disableAt)
            implements EndpointEvent {}
}
