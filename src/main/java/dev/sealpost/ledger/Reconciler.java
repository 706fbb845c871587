package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.WorkLease;
import dev.sealpost.database.WorkProgress;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.NumberRanges;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.ledger.Finding.Discrepancy;
import dev.sealpost.ledger.Finding.Subject;
import dev.sealpost.ledger.ProducerFloors.Sample;
import dev.sealpost.ledger.ResolveFindings.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks that every accepted event and delivery is accounted for, and reports discrepancies. A check covers what was accepted
 * since the last one; weekly, and when an application's counts do not balance, it covers everything.
 */
@Component
public final class Reconciler {

    static final String NAME = "reconciler";
    static final String EVERYTHING = "reconciler-full";

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** Longest time by which an accepted event can overtake an earlier one in the broker. */
    private static final Duration OVERTAKEN = Duration.ofMinutes(1);

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration NOTES_RETENTION = Duration.ofDays(30);
    /** Retention of closed and resolved findings. */
    private static final Duration FINDINGS_RETENTION = Duration.ofDays(90);

    private static final int MOST_LINES = 100;

    private final ReconcilerSettings settings;
    private final ConsistentReads reads;
    private final Writes writes;
    private final ReadLedger ledger;
    private final LedgerFindings findings;
    private final LeaseHolder node;
    private final WorkLease lease;
    private final Map<ApplicationId, Long> differences = new HashMap<>();
    private volatile Checked last = new Checked(Optional.empty(), Optional.empty(), 0);

    /**
     * Result of the last check.
     *
     * @param at time of the check; empty: none on this node yet
     * @param until everything accepted before this was checked
     * @param found number of findings, including known ones
     */
    public record Checked(Optional<Instant> at, Optional<Instant> until, long found) {}

    public Reconciler(
            ReconcilerSettings settings,
            ConsistentReads reads,
            Writes writes,
            ReadLedger ledger,
            LedgerFindings findings,
            LeaseHolder node) {
        this.settings = settings;
        this.reads = reads;
        this.writes = writes;
        this.ledger = ledger;
        this.findings = findings;
        this.node = node;
        this.lease = new WorkLease(node, writes, NAME);
    }

    public Checked last() {
        return last;
    }

    /** Runs a check, unless another node is running one. */
    public void check() {
        Instant now = node.clock().instant();
        if (!lease.take()) {
            return;
        }
        BoundedFindings found = new BoundedFindings(settings.findings());
        Observed observed = new Observed(findings.openRuns());
        Instant end = now.minus(settings.grace());
        LedgerSheet sheet = ledger.read();
        boolean nothingWaits = sheet.broker().waiting() == 0;
        boolean sumsChanged = nothingWaits && checkSums(sheet, found, observed);
        Instant until = doneUntil(NAME);
        if (until.equals(Instant.EPOCH)) {
            // The first window covers everything.
            recordFullCheck(now, new Observed(List.of()));
        } else if (sumsChanged || doneUntil(EVERYTHING).plus(settings.full()).isBefore(now)) {
            new WalkEvents(reads, settings.chunk(), lease::goesOn)
                    .walk(Instant.EPOCH, end, new WalkEvents.Receivers(observed::event, found::add));
            recordFullCheck(now, observed);
        }
        while (until.isBefore(end) && lease.goesOn()) {
            until = window(until, end, nothingWaits, found);
        }
        keep(found, now);
        new ResolveFindings(reads, findings).resolve(observed, now);
        findings.forgetEnded(now.minus(FINDINGS_RETENTION));
        lease.end();
        last = new Checked(Optional.of(now), Optional.of(until), found.total);
    }

    private Instant doneUntil(String work) {
        return reads.read(sql -> WorkProgress.doneUntil(sql, work, node.clock().instant()));
    }

    private void recordFullCheck(Instant now, Observed observed) {
        if (lease.goesOn()) {
            observed.coversEverything();
            writes.write(sql -> WorkProgress.done(sql, EVERYTHING, now, now));
        }
    }

    /** Checks the balances. Returns whether a difference is new or has changed. */
    private boolean checkSums(LedgerSheet sheet, BoundedFindings found, Observed observed) {
        boolean changed = false;
        for (LedgerEntry entry : sheet.entries()) {
            long difference = entry.deliveries().difference();
            if (sheet.isBalanced(entry.deliveries()).isPresent()) {
                observed.sum(entry.application(), difference);
            }
            if (difference == 0 || sheet.isBalanced(entry.deliveries()).isEmpty()) {
                differences.remove(entry.application());
            } else {
                changed |= !Long.valueOf(difference).equals(differences.put(entry.application(), difference));
                found.add(Finding.unbalanced(entry.application(), difference));
            }
        }
        return changed;
    }

    /** Checks a window of at most one hour and returns its end. */
    private Instant window(Instant from, Instant end, boolean nothingWaits, BoundedFindings found) {
        Instant to = from.equals(Instant.EPOCH) || from.plus(WINDOW).isAfter(end) ? end : from.plus(WINDOW);
        ProducerFloors floors = reads.read(ProducerFloors::load);
        Instant start = floors.uncheckedSince()
                .filter(time -> time.isBefore(from))
                .map(time -> time.minus(OVERTAKEN))
                .orElse(from);
        Numbers numbers = new Numbers(floors.runs());
        new WalkEvents(reads, settings.chunk(), lease::goesOn)
                .walk(start, to, new WalkEvents.Receivers(numbers::add, found::add));
        if (!lease.goesOn()) {
            return from;
        }
        Instant accepted = nothingWaits || numbers.newest.isAfter(to) ? to : numbers.newest.minus(OVERTAKEN);
        for (String run : floors.runs()) {
            floors.target(run, accepted).ifPresent(target -> checkNumbers(floors, run, target, numbers, found));
        }
        writes.write(sql -> {
            Instant now = node.clock().instant();
            floors.forgetDead(sql, node.name(), now);
            return WorkProgress.done(sql, NAME, to, now);
        });
        return to;
    }

    private void checkNumbers(
            ProducerFloors floors, String run, Sample target, Numbers numbers, BoundedFindings found) {
        NumberRanges accounted = numbers.of(run);
        reads.read(sql -> SequenceNotes.of(sql, run)).forEach(accounted::add);
        for (Range range : floors.missing(run, target, accounted)) {
            found.add(new Finding(
                    Discrepancy.SEQUENCE_MISSING,
                    Subject.of(run, range),
                    range.size() == 1
                            ? "the broker had an event with this number that is not in the database"
                            : "the broker had " + range.size()
                                    + " events with these numbers that are not in the database"));
        }
        writes.write(sql -> {
            ProducerFloors.checked(sql, run, target);
            return SequenceNotes.forget(
                    sql, run, target.floor(), node.clock().instant().minus(NOTES_RETENTION));
        });
    }

    private void keep(BoundedFindings found, Instant now) {
        List<Finding> fresh = findings.keep(List.copyOf(found.findings), now);
        fresh.stream().limit(MOST_LINES).forEach(Reconciler::log);
        if (fresh.size() > MOST_LINES || found.total > found.findings.size()) {
            LOG.warn("ledger.more-missing listed={} found={}", fresh.size(), found.total);
        }
        LOG.info("ledger.checked found={} new={}", found.total, fresh.size());
    }

    private static void log(Finding finding) {
        Subject subject = finding.subject();
        LOG.warn(
                "ledger.missing kind={} applicationId={} eventId={} destinationId={} run={} sequences={} detail={}",
                finding.kind().word(),
                subject.application().map(ApplicationId::value).orElse("-"),
                subject.event().map(Object::toString).orElse("-"),
                subject.destination().map(Object::toString).orElse("-"),
                subject.run().orElse("-"),
                subject.sequences()
                        .map(range -> range.first() + "-" + range.last())
                        .orElse("-"),
                finding.detail());
    }

    /** Collects findings up to a limit, and counts all. */
    private static final class BoundedFindings {

        private final int limit;
        private final Set<Finding> findings = new LinkedHashSet<>();
        private long total;

        BoundedFindings(int limit) {
            this.limit = limit;
        }

        void add(Finding finding) {
            if (findings.size() >= limit ? !findings.contains(finding) : findings.add(finding)) {
                total++;
            }
        }
    }

    /** Sequence numbers found, by producer run. */
    private static final class Numbers {

        private final Map<String, NumberRanges> byRun = new HashMap<>();
        private Instant newest = Instant.EPOCH;

        Numbers(List<String> runs) {
            runs.forEach(run -> byRun.put(run, new NumberRanges()));
        }

        void add(OwedEvent event) {
            event.stamp().ifPresent(stamp -> {
                NumberRanges numbers = byRun.get(stamp.run());
                if (numbers != null) {
                    numbers.add(stamp.sequence());
                    newest = event.publishedAt().isAfter(newest) ? event.publishedAt() : newest;
                }
            });
        }

        NumberRanges of(String run) {
            return byRun.getOrDefault(run, new NumberRanges());
        }
    }
}
