package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.ledger.LedgerEntry.Deliveries;
import dev.sealpost.ledger.LedgerEntry.Events;
import java.util.List;
import java.util.Optional;

/**
 * The books at one moment.
 *
 * @param entries by the id of the application
 * @param broker what is there; not known of a single application
 * @param isAlone whether every delivery in flight is one of this node
 */
public record LedgerSheet(List<LedgerEntry> entries, InBroker broker, boolean isAlone) {

    public LedgerSheet {
        entries = List.copyOf(entries);
    }

    /**
     * Messages of the broker.
     *
     * @param waiting events that nobody has accepted yet
     * @param parked messages that could not be understood
     */
    public record InBroker(long waiting, long parked) {}

    /** One application; all 0 when nothing was ever accepted of it. */
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

    /** Events are accepted when the broker has them, in whatever state they are now. */
    public long accepted() {
        return broker.waiting() + events().matched() + events().unmatched();
    }

    /** Whether owed = delivered + dead + expired + cancelled + pending; empty when other nodes may have the difference. */
    public Optional<Boolean> isBalanced(Deliveries deliveries) {
        long difference = deliveries.difference();
        return difference > 0 && !isAlone ? Optional.empty() : Optional.of(difference == 0);
    }
}
