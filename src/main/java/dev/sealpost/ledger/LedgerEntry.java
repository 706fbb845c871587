package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;

/** What was counted of one application since its beginning, and what is on its way now. */
public record LedgerEntry(ApplicationId application, Events events, Deliveries deliveries) {

    /**
     * Events that were accepted into the database.
     *
     * @param duplicates sent again, with the id of an event that was there
     * @param conflicts of those, the ones with another body
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
     * @param ends those that are over
     * @param waiting in a row that says when they go on: due, later or held
     * @param inFlight of this node, held by their event's message
     */
    public record Deliveries(long owed, Ends ends, long waiting, long inFlight) {

        static final Deliveries NONE = new Deliveries(0, new Ends(0, 0, 0, 0), 0, 0);

        public long pending() {
            return waiting + inFlight;
        }

        /** How many more are owed than are accounted for; 0 when the books balance. */
        public long difference() {
            return owed - ends.sum() - pending();
        }

        Deliveries plus(Deliveries other) {
            return new Deliveries(
                    owed + other.owed, ends.plus(other.ends), waiting + other.waiting, inFlight + other.inFlight);
        }
    }

    /** How deliveries ended. */
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
