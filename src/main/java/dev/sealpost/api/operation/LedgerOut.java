package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.ledger.LedgerEntry;
import dev.sealpost.ledger.LedgerSheet;
import java.util.Optional;

/**
 * The books of the installation or of one application: two sums, in two units.
 *
 * @param applicationId empty: all of them
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LedgerOut(Optional<String> applicationId, Events events, Deliveries deliveries) {

    /**
     * Events: accepted = waiting + matched + unmatched.
     *
     * @param accepted empty for one application, like the next two: nobody knows whose events wait in the broker
     * @param parked messages that could not be understood, which were never accepted
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
     * @param waiting in a row, as {@code sealpost_deliveries_waiting} counts them in all its states
     * @param difference owed, less all that is accounted for
     * @param balanced empty when it cannot be told, because other nodes may have the difference in flight
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
