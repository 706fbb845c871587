package dev.sealpost.operational;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Optional;

/** The recipients of notices. In memory and thread-safe. */
interface Operators {

    /** Returns whether it is the operators' own application, which is not reported to avoid endless notices. */
    boolean isTheirs(ApplicationId application);

    /** Returns the destinations subscribed to such an event; without any, it is not published. */
    List<DestinationId> awaiting(NoticeKind kind);

    /** Returns the application of an endpoint; empty for a route or a deleted endpoint. */
    Optional<ApplicationId> owner(DestinationId destination);
}
