package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges;
import dev.sealpost.ledger.LedgerFindings.Kept;
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

/** Looks again at what is missing and was not closed: what is there again is said to be so, and is a finding no more. */
final class ResolveFindings {

    private static final Logger LOG = LoggerFactory.getLogger(ResolveFindings.class);
    private static final int CHUNK = 200;

    private final ConsistentReads reads;
    private final LedgerFindings findings;

    ResolveFindings(ConsistentReads reads, LedgerFindings findings) {
        this.reads = reads;
        this.findings = findings;
    }

    /** What this check saw, as far as it looked. */
    static final class Seen {

        private final Map<ApplicationId, Long> sums = new HashMap<>();
        private final Map<String, NumberRanges> numbers = new HashMap<>();
        private boolean everything;

        /** @param runs whose numbers are missed */
        Seen(Collection<String> runs) {
            runs.forEach(run -> numbers.put(run, new NumberRanges()));
        }

        /** By how much the deliveries of an application are off. */
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

        /** Every event that there is was seen. */
        void wasEverything() {
            everything = true;
        }
    }

    void resolve(Seen seen, Instant now) {
        String after = "";
        List<Kept> page;
        do {
            String from = after;
            page = reads.read(sql -> LedgerFindings.open(sql, from, CHUNK));
            if (!page.isEmpty()) {
                List<Kept> open = page;
                List<Kept> resolved = reads.read(sql -> resolved(sql, open, seen));
                findings.resolve(resolved.stream().map(Kept::id).toList(), now);
                resolved.forEach(ResolveFindings::log);
                after = page.getLast().id();
            }
        } while (page.size() == CHUNK && !Thread.currentThread().isInterrupted());
    }

    private static List<Kept> resolved(JdbcClient sql, List<Kept> open, Seen seen) {
        List<String> events = open.stream()
                .flatMap(kept -> kept.finding().subject().event().stream())
                .map(EventId::value)
                .distinct()
                .toList();
        Map<EventId, OwedEvent> there = there(sql, events);
        Set<String> still = still(sql, there, events);
        return open.stream()
                .filter(kept -> switch (kept.finding().kind()) {
                    // Of an event that is gone nobody knows any more.
                    case DELIVERY_MISSING, EVENT_MISSING ->
                        kept.finding()
                                        .subject()
                                        .event()
                                        .filter(there::containsKey)
                                        .isPresent()
                                && !still.contains(kept.id());
                    case SEQUENCE_MISSING -> isThere(sql, kept.finding().subject(), seen);
                    case UNBALANCED -> isOtherwise(kept.finding(), seen);
                    case UNKNOWN -> false;
                })
                .toList();
    }

    private static Set<String> still(JdbcClient sql, Map<EventId, OwedEvent> there, List<String> events) {
        if (events.isEmpty()) {
            return Set.of();
        }
        Conditions rows = new Conditions().andIn("event_id", events);
        return CheckDeliveries.check(sql, List.copyOf(there.values()), rows).stream()
                .map(Finding::id)
                .collect(Collectors.toSet());
    }

    private static Map<EventId, OwedEvent> there(JdbcClient sql, List<String> events) {
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

    /** Only where every event was seen: looking for one by its number means to read all of them. */
    private static boolean isThere(JdbcClient sql, Finding.Subject subject, Seen seen) {
        if (!seen.everything) {
            return false;
        }
        return subject.sequences()
                .filter(range -> accounted(sql, subject.run().orElse(""), seen)
                        .missing(range)
                        .isEmpty())
                .isPresent();
    }

    private static NumberRanges accounted(JdbcClient sql, String run, Seen seen) {
        NumberRanges accounted = new NumberRanges();
        SequenceNotes.of(sql, run).forEach(accounted::add);
        seen.numbers.getOrDefault(run, new NumberRanges()).ranges().forEach(accounted::add);
        return accounted;
    }

    /** The sum comes out, or is off by something else, which is a finding of its own. */
    private static boolean isOtherwise(Finding finding, Seen seen) {
        return finding.subject()
                .application()
                .filter(application -> {
                    Long difference = seen.sums.get(application);
                    return difference != null
                            && (difference == 0
                                    || !Finding.unbalanced(application, difference)
                                            .id()
                                            .equals(finding.id()));
                })
                .isPresent();
    }

    private static void log(Kept kept) {
        LOG.info(
                "ledger.resolved findingId={} kind={} foundAt={}",
                kept.id(),
                kept.finding().kind().word(),
                kept.foundAt());
    }
}
