package dev.sealpost.source.sync;

import java.util.Optional;

/** Decides what to do with a change, by the id map and the state of the other system. */
final class DecideChange {

    private DecideChange() {}

    /**
     * Decides by the id map alone.
     *
     * @param source row of the changed record
     * @param target row of the same record in the other system
     */
    static SyncDecision onReceipt(Change change, MappedRecord source, Optional<MappedRecord> target) {
        if (source.deleted() || target.filter(MappedRecord::deleted).isPresent()) {
            return SyncDecision.DELETED;
        }
        if (change.deleted()) {
            return SyncDecision.DELETE;
        }
        // Versions of one system are comparable. A version may be as coarse as a second, so an equal one proves
        // nothing.
        if (change.state().isOlderThan(source.inStep())) {
            return SyncDecision.STALE;
        }
        if (change.state().hasContentOf(source.inStep())) {
            return SyncDecision.ECHO;
        }
        return target.isPresent() ? SyncDecision.UPDATE : SyncDecision.CREATE;
    }

    /**
     * Decides by the present state of the other system.
     *
     * @param target row of the record in the other system
     * @param now its state there, read just before the write
     */
    static SyncDecision onComparison(Change change, MappedRecord target, ContentState now, ConflictRule rule) {
        if (target.deleted()) {
            return SyncDecision.DELETED;
        }
        if (now.hasContentOf(change.state())) {
            return SyncDecision.SAME;
        }
        boolean unchanged = now.hasContentOf(target.inStep());
        return unchanged || rule.isWonBy(change, now) ? SyncDecision.UPDATE : SyncDecision.CONFLICT;
    }
}
