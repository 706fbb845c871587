package dev.sealpost.api.message;

import dev.sealpost.api.edge.TooManyEventsException;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.BacklogQuota;
import org.springframework.stereotype.Component;

/** Limits of one application: event rate and backlog size. */
@Component
class IngestLimits {

    private final IngestLimit rate;
    private final BacklogQuota backlog;

    IngestLimits(IngestLimit rate, BacklogQuota backlog) {
        this.rate = rate;
        this.backlog = backlog;
    }

    /**
     * @throws TooManyEventsException when the application exceeds its event rate
     */
    void requireRate(ApplicationId application) {
        rate.waitFor(application).ifPresent(wait -> {
            throw new TooManyEventsException(wait);
        });
    }

    /**
     * @throws dev.sealpost.delivery.BacklogFullException when the backlog of the application is full
     */
    void requireBacklogRoom(ApplicationId application) {
        backlog.check(application);
    }
}
