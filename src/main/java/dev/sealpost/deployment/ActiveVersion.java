package dev.sealpost.deployment;

import java.time.Instant;

/**
 * Version that all nodes use.
 *
 * @param version 0: each node its own files
 * @param proposal the proposal that activated it; 0: nothing was ever deployed
 * @param since by the clock of the database
 * @param openProposal the proposal that the nodes prepare now; 0: none
 */
public record ActiveVersion(long version, long proposal, Instant since, long openProposal) {

    /** Version that stands for the files of each node. */
    public static final long FILES = 0;

    static final ActiveVersion NONE = new ActiveVersion(FILES, 0, Instant.EPOCH, 0);

    public boolean isDeployed() {
        return version != FILES;
    }
}
