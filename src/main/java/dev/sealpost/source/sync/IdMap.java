package dev.sealpost.source.sync;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.identifier.Ksuid;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ids of the same records in several systems, and the states in which the systems last agreed. Shared by all nodes. Every change
 * is one transaction, and two that come at once leave one result.
 */
@Component
public final class IdMap {

    private static final Logger LOG = LoggerFactory.getLogger(IdMap.class);

    private final Writes writes;
    private final JdbcClient reads;
    private final LeaseHolder node;
    private final IdMapRows rows;
    private final SyncCounts counts = new SyncCounts();

    IdMap(Writes writes, JdbcClient reads, LeaseHolder node) {
        this.writes = writes;
        this.reads = reads;
        this.node = node;
        this.rows = new IdMapRows(node.dialect().now());
    }

    /**
     * Decision on a received change.
     *
     * @param targetId id in the other system; empty if it is not known there
     */
    record Receipt(SyncDecision decision, Optional<String> targetId) {}

    /** Returns the rows of a record, one for each system that knows it; empty if no row has this external id. */
    public List<MappedRecord> find(String map, String system, String externalId) {
        return rows.find(reads, map, system, externalId)
                .map(row -> rows.ofRecord(reads, map, row.recordId()))
                .orElse(List.of());
    }

    /** Removes the rows of a record, also if it is deleted; its next change is that of a new record. Returns their number. */
    public int unlink(String map, String system, String externalId) {
        return writes.write(sql -> rows.find(sql, map, system, externalId)
                .map(row -> rows.remove(sql, map, row.recordId()))
                .orElse(0));
    }

    /** Returns the decisions since this node started. */
    public SyncCounts counts() {
        return counts;
    }

    /** Returns the id in the other system, without a change. */
    Optional<String> targetId(Change change) {
        Direction direction = change.direction();
        return rows.find(reads, direction.map(), direction.from(), change.id())
                .flatMap(source -> rows.findIn(reads, direction.map(), direction.to(), source.recordId()))
                .map(MappedRecord::externalId);
    }

    /** Returns whether the change is exactly the version that was written last, whatever is on its way. */
    boolean isKnownVersion(Change change) {
        Direction direction = change.direction();
        return rows.find(reads, direction.map(), direction.from(), change.id())
                .filter(source -> source.deleted()
                        || (change.state().hasContentOf(source.inStep())
                                && change.state().hasVersionOf(source.inStep())))
                .isPresent();
    }

    /**
     * Decides what to do with a change. A record that is not known yet gets its row now, before anything is written to the other
     * system.
     *
     * @param key external key in the record, as {@link Direction#key} of the opposite direction gives it
     */
    Receipt receive(Change change, Optional<String> key) {
        Direction direction = change.direction();
        MappedRecord source = rows.find(reads, direction.map(), direction.from(), change.id())
                .orElseGet(() -> writes.write(sql -> introduce(sql, change, key)));
        Optional<MappedRecord> target = rows.findIn(reads, direction.map(), direction.to(), source.recordId());
        SyncDecision decision = counts.count(DecideChange.onReceipt(change, source, target));
        return new Receipt(decision, target.map(MappedRecord::externalId));
    }

    private MappedRecord introduce(JdbcClient sql, Change change, Optional<String> key) {
        Direction direction = change.direction();
        String map = direction.map();
        // The row of the other record is there before its copy is created. A copied key names a record that is linked
        // already.
        boolean linked = key.filter(direction::isKeyOfTarget)
                .flatMap(text -> rows.find(sql, map, direction.to(), direction.targetId(text)))
                .filter(target -> rows.insert(sql, map, direction.from(), change.id(), target.recordId()))
                .isPresent();
        if (!linked) {
            String recordId = Ksuid.at(node.clock().instant());
            rows.insert(sql, map, direction.from(), change.id(), recordId);
        }
        MappedRecord source = rows.find(sql, map, direction.from(), change.id()).orElseThrow();
        if (change.deleted() && rows.ofRecord(sql, map, source.recordId()).size() == 1) {
            rows.delete(sql, map, source.recordId());
            return rows.find(sql, map, direction.from(), change.id()).orElseThrow();
        }
        return source;
    }

    /**
     * Links a record that was found in the other system.
     *
     * @throws ReceiverFailure if one of them is linked with another record; final, because repeats cannot help
     */
    void link(Change change, String targetId) {
        writes.write(sql -> linked(sql, change, targetId));
    }

    private String linked(JdbcClient sql, Change change, String targetId) {
        Change.requireId(targetId);
        Direction direction = change.direction();
        String map = direction.map();
        MappedRecord source = rows.find(sql, map, direction.from(), change.id())
                .orElseThrow(() -> new IllegalStateException("idmap:" + map + " has no row for "
                        + direction.key(change.id()) + ": the step operation=receive must come first"));
        if (rows.insert(sql, map, direction.to(), targetId, source.recordId())) {
            return source.recordId();
        }
        MappedRecord target =
                rows.find(sql, map, direction.to(), targetId).orElseThrow(() -> taken(sql, change, source));
        if (target.recordId().equals(source.recordId())) {
            return source.recordId();
        }
        boolean overlap =
                !Collections.disjoint(systems(sql, map, source.recordId()), systems(sql, map, target.recordId()));
        if (overlap || target.deleted() || source.deleted()) {
            throw refused(
                    direction,
                    change,
                    direction.to() + ":" + targetId + " is linked with another record, or is deleted");
        }
        // Both directions merge into the smaller id, so that two merges at once do not swap the records.
        boolean sourceFirst = source.recordId().compareTo(target.recordId()) < 0;
        String kept = sourceFirst ? source.recordId() : target.recordId();
        rows.merge(sql, map, sourceFirst ? target.recordId() : source.recordId(), kept);
        return kept;
    }

    private List<String> systems(JdbcClient sql, String map, String recordId) {
        return rows.ofRecord(sql, map, recordId).stream()
                .map(MappedRecord::system)
                .toList();
    }

    private ReceiverFailure taken(JdbcClient sql, Change change, MappedRecord source) {
        Direction direction = change.direction();
        String other = rows.findIn(sql, direction.map(), direction.to(), source.recordId())
                .map(MappedRecord::externalId)
                .orElse("another record");
        return refused(direction, change, "it is linked with " + direction.to() + ":" + other + " already");
    }

    private static ReceiverFailure refused(Direction direction, Change change, String reason) {
        String text = "idmap:" + direction.map() + " cannot link " + direction.key(change.id()) + ": " + reason
                + "; merge the duplicates, or unlink one (docs/sync.md)";
        return new ReceiverFailure(new Failed(text, true), text);
    }

    /** Decides whether to write a change over the present state of the other system. */
    SyncDecision compare(Change change, String targetId, ContentState now, ConflictRule rule) {
        Direction direction = change.direction();
        MappedRecord target = rows.find(reads, direction.map(), direction.to(), targetId)
                .orElseThrow(() -> new IllegalStateException("idmap:" + direction.map() + " has no row for "
                        + direction.to() + ":" + targetId + ": the step operation=link must come first"));
        SyncDecision decision = counts.count(DecideChange.onComparison(change, target, now, rule));
        switch (decision) {
            case SAME -> written(change, targetId, now);
            case CONFLICT ->
                LOG.info(
                        "idmap.conflict map={} loser={} winner={} targetId={}",
                        direction.map(),
                        FailureText.clean(direction.key(change.id())),
                        direction.to(),
                        FailureText.clean(targetId));
            case CREATE, UPDATE, DELETE, ECHO, STALE, DELETED -> {}
        }
        return decision;
    }

    /** Records that the other system has the change: links the record and stores the state in which both agree. */
    void written(Change change, String targetId, ContentState target) {
        Direction direction = change.direction();
        writes.write(sql -> {
            linked(sql, change, targetId);
            rows.agree(sql, direction.map(), direction.from(), change.id(), change.state());
            rows.agree(sql, direction.map(), direction.to(), targetId, target);
            return change;
        });
    }

    /** Records that the record is deleted in both systems. */
    void deleted(Change change) {
        Direction direction = change.direction();
        writes.write(sql -> {
            rows.find(sql, direction.map(), direction.from(), change.id())
                    .ifPresent(source -> rows.delete(sql, direction.map(), source.recordId()));
            return change;
        });
    }
}
