package dev.sealpost.connector.limit;

import java.util.Optional;

/** Locks on records at vendors, for a search that is followed by a creation. Held by one call on all nodes. Thread-safe. */
@FunctionalInterface
public interface CallLocks {

    /**
     * Takes the lock.
     *
     * @param key names the record, such as {@code pipedrive-person-sink ada@example.com}
     * @return empty while another call holds it
     */
    Optional<HeldLock> take(String key);

    /** Lock that this call holds. */
    interface HeldLock extends AutoCloseable {
        @Override
        void close();
    }

    /** Locks for one call at a time, such as in an offline command. */
    static CallLocks none() {
        return key -> Optional.of(() -> {});
    }
}
