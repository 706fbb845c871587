package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;

/**
 * Something that happened to an endpoint. Published as a Spring application event after the commit that made it true, on
 * the thread that made it, which may be the one that records deliveries: a listener must not wait for anything. A crash
 * between the commit and the listener loses it.
 */
public sealed interface EndpointEvent {

    EndpointId endpoint();

    ApplicationId application();

    record Created(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    /** Anything a user sets; pause and resume too. Enabled or disabled is said besides. */
    record Updated(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    record Deleted(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    record Disabled(EndpointId endpoint, ApplicationId application, DisableReason reason) implements EndpointEvent {}

    record Enabled(EndpointId endpoint, ApplicationId application) implements EndpointEvent {}

    /**
     * It has had nothing but failures for half of the time after which it is disabled. Said once.
     *
     * @param disableAt when it is disabled if this goes on
     */
    record FailingWarning(EndpointId endpoint, ApplicationId application, Instant failingSince, Instant disableAt)
            implements EndpointEvent {}
}
