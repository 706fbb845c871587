package dev.sealpost.source;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.Writes;
import dev.sealpost.identifier.Ksuid;
import java.time.Clock;
import java.time.Instant;

/** The newest version of each thing that a source has told of, in the database. */
final class NewestVersions {

    private final Writes writes;
    private final Clock clock;

    NewestVersions(Writes writes, Clock clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /**
     * Remembers the version unless a newer one is remembered; says whether it did. The same version is not older than itself: a
     * webhook that is sent again is what it was.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException when that cannot be told now
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

    /** Forgets what was last told of before a time; says how much that was. */
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
