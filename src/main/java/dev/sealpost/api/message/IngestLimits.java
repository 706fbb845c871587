package dev.sealpost.api.message;

import dev.sealpost.api.edge.TooManyEventsException;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.BacklogQuota;
import org.springframework.stereotype.Component;

/** What one application may send: so many events a second, and no more than its backlog has room for. */
@Component
class IngestLimits {

    private final IngestLimit rate;
    private final BacklogQuota backlog;

    IngestLimits(IngestLimit rate, BacklogQuota backlog) {
        this.rate = rate;
        this.backlog = backlog;
    }

    /** @throws TooManyEventsException when the application has sent too many just now */
    void requireRate(ApplicationId application) {
        rate.waitFor(application).ifPresent(wait -> {
            throw new TooManyEventsException(wait);
        });
    }

    /** @throws dev.sealpost.delivery.BacklogFullException when too much waits for the application */
    void requireBacklogRoom(ApplicationId application) {
        backlog.check(application);
    }
}
