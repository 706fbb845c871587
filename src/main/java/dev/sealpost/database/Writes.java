package dev.sealpost.database;

/** The way to change the database from outside the delivery path: the one writer runs the work between its batches. */
public interface Writes {

    /**
     * Runs the work in a transaction and returns after its commit, and after the snapshots of this node show it; those
     * follow later where the database goes away right after the commit.
     *
     * @throws DatabaseUnavailableException when the database does not answer in time; nothing was changed, or the commit
     *     is not known
     * @throws RuntimeException what the work throws, after its changes are undone
     */
    <T> T write(SqlWork<T> work);
}
