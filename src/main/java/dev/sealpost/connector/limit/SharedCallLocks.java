package dev.sealpost.connector.limit;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.Writes;
import dev.sealpost.identifier.Sha256;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks shared by all nodes: one row of the database for each lock that is held. A node that dies releases its locks with its
 * leases.
 */
final class SharedCallLocks implements CallLocks {

    private static final Logger LOG = LoggerFactory.getLogger(SharedCallLocks.class);

    /** Longer than any call, whose requests have a deadline. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final Leases.Table LOCK =
            new Leases.Table("call_lock", "name", "holder", "held_until", "TRUE", Duration.ofHours(2));

    private final Writes writes;
    private final Leases leases;
    private final LeaseHolder node;
    private final Set<String> heldHere = ConcurrentHashMap.newKeySet();

    SharedCallLocks(Writes writes, LeaseHolder node) {
        this.writes = writes;
        this.leases = new Leases(LOCK, node);
        this.node = node;
    }

    @Override
    public Optional<HeldLock> take(String key) {
        String name = Sha256.hex(key); // the key may contain personal data
        if (!heldHere.add(name)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            taken = writes.write(sql -> {
                sql.sql("INSERT INTO call_lock (name, holder, held_until) VALUES (?, '', 0) ON CONFLICT DO NOTHING")
                        .param(name)
                        .update();
                return leases.take(sql, name, node.name(), LEASE);
            });
            return taken ? Optional.of(() -> release(name)) : Optional.empty();
        } finally {
            if (!taken) {
                heldHere.remove(name);
            }
        }
    }

    /** Never throws: the call is over, and its outcome counts. A row that remains is free for this node at once. */
    private void release(String name) {
        try {
            writes.write(sql -> sql.sql("DELETE FROM call_lock WHERE name = ? AND holder = ?")
                    .params(name, node.name())
                    .update());
        } catch (RuntimeException e) {
            LOG.warn("connector.lock-not-released lease={} reason=\"{}\"", LEASE, e.toString());
        } finally {
            heldHere.remove(name);
        }
    }
}
