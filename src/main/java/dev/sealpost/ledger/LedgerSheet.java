package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.ledger.LedgerEntry.Deliveries;
import dev.sealpost.ledger.LedgerEntry.Events;
import java.util.List;
import java.util.Optional;

/**
 * Consistent snapshot of the ledger.
 *
 * @param entries entries, sorted by application id
 * @param broker messages in the broker, not split by application
 * @param isAlone whether only this node has deliveries in flight
 */
public record LedgerSheet(List<LedgerEntry> entries, InBroker broker, boolean isAlone) {

    public LedgerSheet {
        entries = List.copyOf(entries);
    }

    /**
     * Messages in the broker.
     *
     * @param waiting events not accepted yet
     * @param parked messages not understood
     */
    public record InBroker(long waiting, long parked) {}

    /** Returns the entry of an application; all 0 when it never had events. */
    public LedgerEntry of(ApplicationId application) {
        return entries.stream()
                .filter(entry -> entry.application().equals(application))
                .findFirst()
                .orElseGet(() -> new LedgerEntry(application, Events.NONE, Deliveries.NONE));
    }

    public Events events() {
        return entries.stream().map(LedgerEntry::events).reduce(Events.NONE, Events::plus);
    }

    public Deliveries deliveries() {
        return entries.stream().map(LedgerEntry::deliveries).reduce(Deliveries.NONE, Deliveries::plus);
    }

    /** Returns all events ever stored by the broker. */
    public long accepted() {
        return broker.waiting() + events().matched() + events().unmatched();
    }

    /**
     * Returns whether owed = delivered + dead + expired + cancelled + pending; empty when other nodes may hold the
     * difference.
     */
    public Optional<Boolean> isBalanced(Deliveries deliveries) {
        long difference = deliveries.difference();
        return difference > 0 && !isAlone ? Optional.empty() : Optional.of(difference == 0);
    }
}
