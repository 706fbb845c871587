package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Asks for rows of one destination that are due. */
final class LeasePage implements Entry {

    private final Request request;
    private final Leases leases;
    private final List<InFlight> taken = new ArrayList<>();
    private final List<InFlight> unheard = new ArrayList<>();
    private OptionalLong nextDue = OptionalLong.empty();

    /**
     * @param limit rows at most
     * @param ordering how rows follow each other: of an ordered destination only the head is leased
     */
    record Request(DestinationId destination, Duration deadline, int limit, Ordering ordering) {

        /** Of a destination that is not ordered. */
        Request(DestinationId destination, Duration deadline, int limit) {
            this(destination, deadline, limit, Ordering.NONE);
        }

        boolean isOrdered() {
            return ordering != Ordering.NONE;
        }
    }

    /** Who goes on with what was leased. */
    interface Leases {

        /**
         * Goes on with them.
         *
         * @param nextDue milliseconds since 1970; empty when the destination has no rows
         */
        void leased(DestinationId destination, List<InFlight> taken, OptionalLong nextDue);
    }

    LeasePage(Request request, Leases leases) {
        this.request = request;
        this.leases = leases;
    }

    Request request() {
        return request;
    }

    /**
     * The transaction begins, maybe not for the first time. Gives what was taken in those before, which all failed as far as
     * anyone knows; any of them may have been done.
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

    @Override
    public void committed() {
        leases.leased(request.destination(), List.copyOf(taken), nextDue);
    }
}
