package dev.sealpost.database;

/** Changes the database from outside the delivery path: the single writer runs the work between its batches. */
public interface Writes {

    /**
     * Runs the work in a transaction and returns after the commit and the refresh of this node's snapshots; the refresh
     * is delayed if the database becomes unavailable after the commit.
     *
     * @throws DatabaseUnavailableException when the database does not answer in time; nothing was changed, or the
     *     outcome of the commit is unknown
     * @throws RuntimeException thrown by the work, after its changes are undone
     */
    <T> T write(SqlWork<T> work);
}
