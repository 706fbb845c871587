package dev.sealpost.delivery.record;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Leases rows of one destination that are due. */
public final class LeasePage implements Entry {

    private final LeaseRequest request;
    private final List<InFlight> taken = new ArrayList<>();
    private final List<InFlight> unheard = new ArrayList<>();
    private OptionalLong nextDue = OptionalLong.empty();

    public LeasePage(LeaseRequest request) {
        this.request = request;
    }

    public LeaseRequest request() {
        return request;
    }

    /**
     * Begins the transaction, perhaps not for the first time. Returns what was taken in earlier ones, which all failed as far
     * as anyone knows; any of them may have been committed.
     */
    List<InFlight> clear() {
        unheard.addAll(taken);
        taken.clear();
        return List.copyOf(unheard);
    }

    void take(InFlight delivery) {
        taken.add(delivery);
    }

    void nextDue(OptionalLong next) {
        nextDue = next;
    }

    /** What the transaction has leased. */
    Committed.Leased leased() {
        return new Committed.Leased(request, List.copyOf(taken), nextDue);
    }
}
