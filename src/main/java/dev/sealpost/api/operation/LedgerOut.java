package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.ledger.LedgerEntry;
import dev.sealpost.ledger.LedgerSheet;
import java.util.Optional;

/**
 * Ledger of the installation or of one application, with one invariant each for events and deliveries.
 *
 * @param applicationId empty for the whole installation
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LedgerOut(Optional<String> applicationId, Events events, Deliveries deliveries) {

    /**
     * Events: accepted = waiting + matched + unmatched.
     *
     * @param accepted empty for one application, like {@code waiting} and {@code parked}, since the application of
     *     events in the broker is unknown
     * @param parked messages that could not be parsed and were never accepted
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Events(
            Optional<Long> accepted,
            Optional<Long> waiting,
            long matched,
            long unmatched,
            long duplicates,
            long conflicts,
            Optional<Long> parked) {}

    /**
     * Deliveries: owed = delivered + dead + expired + cancelled + pending.
     *
     * @param pending = waiting + inFlight
     * @param waiting stored, as counted by {@code sealpost_deliveries_waiting} over all states
     * @param difference owed minus all accounted for
     * @param balanced empty if unknown, since other nodes may have the difference in flight
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Deliveries(
            long owed,
            long delivered,
            long dead,
            long expired,
            long cancelled,
            long pending,
            long waiting,
            long inFlight,
            long difference,
            Optional<Boolean> balanced) {}

    static LedgerOut of(LedgerSheet sheet) {
        LedgerEntry.Events events = sheet.events();
        return new LedgerOut(
                Optional.empty(),
                new Events(
                        Optional.of(sheet.accepted()),
                        Optional.of(sheet.broker().waiting()),
                        events.matched(),
                        events.unmatched(),
                        events.duplicates(),
                        events.conflicts(),
                        Optional.of(sheet.broker().parked())),
                deliveries(sheet, sheet.deliveries()));
    }

    static LedgerOut of(LedgerSheet sheet, LedgerEntry entry) {
        LedgerEntry.Events events = entry.events();
        return new LedgerOut(
                Optional.of(entry.application().value()),
                new Events(
                        Optional.empty(),
                        Optional.empty(),
                        events.matched(),
                        events.unmatched(),
                        events.duplicates(),
                        events.conflicts(),
                        Optional.empty()),
                deliveries(sheet, entry.deliveries()));
    }

    private static Deliveries deliveries(LedgerSheet sheet, LedgerEntry.Deliveries counted) {
        LedgerEntry.Ends ends = counted.ends();
        return new Deliveries(
                counted.owed(),
                ends.delivered(),
                ends.dead(),
                ends.expired(),
                ends.cancelled(),
                counted.pending(),
                counted.waiting(),
                counted.inFlight(),
                counted.difference(),
                sheet.isBalanced(counted));
    }
}
