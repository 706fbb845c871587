package dev.sealpost.audit;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.Writes;
import java.time.Clock;
import java.time.Instant;

/** Deletes entries of the audit log that are older than the time for which they are kept. */
final class ForgetEntries {

    private final Writes writes;
    private final AuditSettings settings;
    private final Clock clock;

    ForgetEntries(Writes writes, AuditSettings settings, Clock clock) {
        this.writes = writes;
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns the number of deleted entries. */
    long forget() {
        Instant end = clock.instant().minus(settings.keep());
        return Chunks.write(
                writes,
                (sql, atMost) -> sql.sql("""
                        DELETE FROM audit_entry WHERE id IN (
                            SELECT id FROM audit_entry WHERE created_at < ? ORDER BY created_at, id LIMIT ?)
                        """).params(end.toEpochMilli(), atMost).update());
    }
}
