package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;

/** Totals of one application since its creation, and its pending deliveries. */
public record LedgerEntry(ApplicationId application, Events events, Deliveries deliveries) {

    /**
     * Events accepted into the database.
     *
     * @param duplicates repeated events
     * @param conflicts repeated events with another payload
     */
    public record Events(long matched, long unmatched, long duplicates, long conflicts) {

        static final Events NONE = new Events(0, 0, 0, 0);

        Events plus(Events other) {
            return new Events(
                    matched + other.matched,
                    unmatched + other.unmatched,
                    duplicates + other.duplicates,
                    conflicts + other.conflicts);
        }
    }

    /**
     * Deliveries.
     *
     * @param ends ended deliveries
     * @param waiting deliveries with a row: due, later or held
     * @param inFlight deliveries of this node held by their event's message
     */
    public record Deliveries(long owed, Ends ends, long waiting, long inFlight) {

        static final Deliveries NONE = new Deliveries(0, new Ends(0, 0, 0, 0), 0, 0);

        public long pending() {
            return waiting + inFlight;
        }

        /** Returns owed deliveries minus those accounted for; 0 when the counts balance. */
        public long difference() {
            return owed - ends.sum() - pending();
        }

        Deliveries plus(Deliveries other) {
            return new Deliveries(
                    owed + other.owed, ends.plus(other.ends), waiting + other.waiting, inFlight + other.inFlight);
        }
    }

    /** Ended deliveries by outcome. */
    public record Ends(long delivered, long dead, long expired, long cancelled) {

        long sum() {
            return delivered + dead + expired + cancelled;
        }

        Ends plus(Ends other) {
            return new Ends(
                    delivered + other.delivered,
                    dead + other.dead,
                    expired + other.expired,
                    cancelled + other.cancelled);
        }
    }
}
