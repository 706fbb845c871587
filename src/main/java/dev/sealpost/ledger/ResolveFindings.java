package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges;
import dev.sealpost.ledger.LedgerFindings.StoredFinding;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks open findings again, and marks those that no longer apply as resolved. */
final class ResolveFindings {

    private static final Logger LOG = LoggerFactory.getLogger(ResolveFindings.class);
    private static final int CHUNK = 200;

    private final ConsistentReads reads;
    private final LedgerFindings findings;

    ResolveFindings(ConsistentReads reads, LedgerFindings findings) {
        this.reads = reads;
        this.findings = findings;
    }

    /** Data observed by the current check. */
    static final class Observed {

        private final Map<ApplicationId, Long> sums = new HashMap<>();
        private final Map<String, NumberRanges> numbers = new HashMap<>();
        private boolean everything;

        /** @param runs producer runs with open findings */
        Observed(Collection<String> runs) {
            runs.forEach(run -> numbers.put(run, new NumberRanges()));
        }

        /** Records the difference of an application. */
        void sum(ApplicationId application, long difference) {
            sums.put(application, difference);
        }

        void event(OwedEvent event) {
            event.stamp().ifPresent(stamp -> {
                NumberRanges its = numbers.get(stamp.run());
                if (its != null) {
                    its.add(stamp.sequence());
                }
            });
        }

        /** Records that the check covered every event. */
        void coversEverything() {
            everything = true;
        }
    }

    void resolve(Observed observed, Instant now) {
        String after = "";
        List<StoredFinding> page;
        do {
            String from = after;
            page = reads.read(sql -> LedgerFindings.open(sql, from, CHUNK));
            if (!page.isEmpty()) {
                List<StoredFinding> open = page;
                List<StoredFinding> resolved = reads.read(sql -> resolved(sql, open, observed));
                findings.resolve(resolved.stream().map(StoredFinding::id).toList(), now);
                resolved.forEach(ResolveFindings::log);
                after = page.getLast().id();
            }
        } while (page.size() == CHUNK && !Thread.currentThread().isInterrupted());
    }

    private static List<StoredFinding> resolved(JdbcClient sql, List<StoredFinding> open, Observed observed) {
        List<String> events = open.stream()
                .flatMap(stored -> stored.finding().subject().event().stream())
                .map(EventId::value)
                .distinct()
                .toList();
        Map<EventId, OwedEvent> existing = existing(sql, events);
        Set<String> unresolved = unresolved(sql, existing, events);
        return open.stream()
                .filter(stored -> switch (stored.finding().kind()) {
                    // Without its event, a finding cannot be checked.
                    case DELIVERY_MISSING, EVENT_MISSING ->
                        stored.finding()
                                        .subject()
                                        .event()
                                        .filter(existing::containsKey)
                                        .isPresent()
                                && !unresolved.contains(stored.id());
                    case SEQUENCE_MISSING -> isFound(sql, stored.finding().subject(), observed);
                    case UNBALANCED -> hasChanged(stored.finding(), observed);
                    case UNKNOWN -> false;
                })
                .toList();
    }

    private static Set<String> unresolved(JdbcClient sql, Map<EventId, OwedEvent> existing, List<String> events) {
        if (events.isEmpty()) {
            return Set.of();
        }
        Conditions rows = new Conditions().andIn("event_id", events);
        return CheckDeliveries.check(sql, List.copyOf(existing.values()), rows).stream()
                .map(Finding::id)
                .collect(Collectors.toSet());
    }

    private static Map<EventId, OwedEvent> existing(JdbcClient sql, List<String> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        Conditions conditions = new Conditions().andIn("id", events);
        return ReadableRows.present(sql.sql("SELECT " + OwedEvent.COLUMNS + " FROM event " + conditions.where())
                        .params(conditions.parameters())
                        .query((row, number) -> OwedEvent.ofReadable(row))
                        .list())
                .stream()
                .collect(Collectors.toMap(OwedEvent::id, event -> event));
    }

    /** Returns whether missing numbers were found; only a check of every event can tell. */
    private static boolean isFound(JdbcClient sql, Finding.Subject subject, Observed observed) {
        if (!observed.everything) {
            return false;
        }
        return subject.sequences()
                .filter(range -> accounted(sql, subject.run().orElse(""), observed)
                        .missing(range)
                        .isEmpty())
                .isPresent();
    }

    private static NumberRanges accounted(JdbcClient sql, String run, Observed observed) {
        NumberRanges accounted = new NumberRanges();
        SequenceNotes.of(sql, run).forEach(accounted::add);
        observed.numbers.getOrDefault(run, new NumberRanges()).ranges().forEach(accounted::add);
        return accounted;
    }

    /** Returns whether the balance is restored, or differs by another amount, which is a finding of its own. */
    private static boolean hasChanged(Finding finding, Observed observed) {
        return finding.subject()
                .application()
                .filter(application -> {
                    Long difference = observed.sums.get(application);
                    return difference != null
                            && (difference == 0
                                    || !Finding.unbalanced(application, difference)
                                            .id()
                                            .equals(finding.id()));
                })
                .isPresent();
    }

    private static void log(StoredFinding stored) {
        LOG.info(
                "ledger.resolved findingId={} kind={} foundAt={}",
                stored.id(),
                stored.finding().kind().word(),
                stored.foundAt());
    }
}
