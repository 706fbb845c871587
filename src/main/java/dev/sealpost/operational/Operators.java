package dev.sealpost.operational;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Optional;

/** Those who are told. Answers from memory, to any thread. */
interface Operators {

    /** Whether it is their own application, of which they are told nothing: telling would go on for ever. */
    boolean isTheirs(ApplicationId application);

    /** The destinations that would be owed such an event; empty: it need not be published. */
    List<DestinationId> awaiting(NoticeKind kind);

    /** Whose endpoint it is; empty for a route, and for an endpoint that is deleted. */
    Optional<ApplicationId> owner(DestinationId destination);
}
