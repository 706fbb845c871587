package dev.sealpost.delivery.record;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Leases due rows of one destination. */
public final class LeasePage implements Entry {

    private final LeaseRequest request;
    private final List<InFlight> taken = new ArrayList<>();
    private final List<InFlight> unconfirmed = new ArrayList<>();
    private OptionalLong nextDue = OptionalLong.empty();

    public LeasePage(LeaseRequest request) {
        this.request = request;
    }

    public LeaseRequest request() {
        return request;
    }

    /**
     * Starts a transaction, possibly a repeated one. Returns the deliveries leased by earlier transactions, whose commits
     * seemed to fail but may have succeeded.
     */
    List<InFlight> clear() {
        unconfirmed.addAll(taken);
        taken.clear();
        return List.copyOf(unconfirmed);
    }

    void take(InFlight delivery) {
        taken.add(delivery);
    }

    void nextDue(OptionalLong next) {
        nextDue = next;
    }

    /** Returns the result of the transaction. */
    Committed.Leased leased() {
        return new Committed.Leased(request, List.copyOf(taken), nextDue);
    }
}
