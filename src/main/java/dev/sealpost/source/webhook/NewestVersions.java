package dev.sealpost.source.webhook;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.Writes;
import dev.sealpost.identifier.Ksuid;
import java.time.Clock;
import java.time.Instant;

/** Newest version of each object of a source, in the database. */
final class NewestVersions {

    private final Writes writes;
    private final Clock clock;

    NewestVersions(Writes writes, Clock clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /**
     * Stores the version unless a newer one is stored; returns true if it did. An equal version is stored again, so that a
     * repeated webhook passes.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException if the database is unavailable
     */
    boolean remember(String source, InboundEvent.Place place) {
        return writes.write(sql -> sql.sql("""
                        INSERT INTO source_version (source, thing, version, seen_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (source, thing) DO UPDATE SET version = excluded.version, seen_at = excluded.seen_at
                        WHERE source_version.version <= excluded.version
                        """)
                        .params(
                                source,
                                Ksuid.derived(place.key()),
                                place.version().text(),
                                clock.instant().toEpochMilli())
                        .update()
                > 0);
    }

    /** Deletes versions last updated before a time; returns their number. */
    long forget(String source, Instant before) {
        return Chunks.write(
                writes,
                (sql, atMost) -> sql.sql("""
                                DELETE FROM source_version WHERE source = ? AND thing IN (
                                    SELECT thing FROM source_version WHERE source = ? AND seen_at < ? LIMIT ?)
                                """)
                        .params(source, source, before.toEpochMilli(), atMost)
                        .update());
    }
}
