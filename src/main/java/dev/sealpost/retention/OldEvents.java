package dev.sealpost.retention;

import dev.sealpost.event.EventId;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pages through the ids of events accepted before a time: first those whose id tells the time, then the stray ones. */
final class OldEvents {

    private static final String BY_ID =
            "SELECT id FROM event WHERE id > ? AND id < ? AND strayed_at IS NULL ORDER BY id LIMIT ?";
    private static final String STRAY = "SELECT id, strayed_at FROM event WHERE strayed_at IS NOT NULL"
            + " AND (strayed_at, id) > (?, ?) AND strayed_at < ? ORDER BY strayed_at, id LIMIT ?";

    private final JdbcClient reads;
    private final Instant before;
    private String id;
    private boolean stray;
    private long strayedAt;
    private String strayId = "";
    private boolean ended;

    /** @param from earliest time of acceptance; {@link Instant#EPOCH}: all */
    OldEvents(JdbcClient reads, Instant from, Instant before) {
        this.reads = reads;
        this.before = before;
        this.id = from.equals(Instant.EPOCH) ? "" : EventId.boundary(from);
        this.strayedAt = from.toEpochMilli() - 1;
    }

    boolean hasEnded() {
        return ended;
    }

    List<String> next(int limit) {
        return stray ? nextStray(limit) : nextById(limit);
    }

    private List<String> nextById(int limit) {
        List<String> ids = reads.sql(BY_ID)
                .params(id, EventId.boundary(before), limit)
                .query(String.class)
                .list();
        if (ids.size() < limit) {
            stray = true;
        } else {
            id = ids.getLast();
        }
        return ids;
    }

    private List<String> nextStray(int limit) {
        List<String> ids = reads.sql(STRAY)
                .params(strayedAt, strayId, before.toEpochMilli(), limit)
                .query((row, number) -> {
                    strayId = row.getString("id");
                    strayedAt = row.getLong("strayed_at");
                    return strayId;
                })
                .list();
        ended = ids.size() < limit;
        return ids;
    }
}
