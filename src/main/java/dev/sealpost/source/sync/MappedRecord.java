package dev.sealpost.source.sync;

/**
 * Row of the id map: one record in one system.
 *
 * @param externalId id in that system
 * @param recordId shared by the rows of the same record in other systems
 * @param inStep state in which this system last agreed with the other one
 * @param deleted whether the record is deleted, in all systems and for good
 */
public record MappedRecord(String system, String externalId, String recordId, ContentState inStep, boolean deleted) {

    /** Returns whether the systems agreed on this record at least once. */
    public boolean wasInStep() {
        return inStep.hash().isPresent();
    }
}
