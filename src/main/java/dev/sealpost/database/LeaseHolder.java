package dev.sealpost.database;

import java.time.Clock;

/**
 * One run of a node, as the holder of leases.
 *
 * @param name unique to this run; the holders of its leases begin with it
 * @param clock of this machine; leases end by the clock of the database
 * @param isAlone whether no other node uses the database, so that leases of any other run are void
 */
public record LeaseHolder(String name, Clock clock, Dialect dialect, boolean isAlone) {

    /** The SQL pattern of holders that may be alive. */
    String aliveHolders() {
        return isAlone ? name + "%" : "%";
    }
}
