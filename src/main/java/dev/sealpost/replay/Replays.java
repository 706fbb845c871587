package dev.sealpost.replay;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.Writes;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Creates, finds and cancels replays. The {@link ReplayEngine} of any node executes them. */
@Component
public class Replays {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final Writes writes;
    private final JdbcClient reads;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    Replays(Writes writes, JdbcClient reads, ApplicationEventPublisher publisher, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Published when a replay was created. */
    record Ordered() {}

    /**
     * Filter of a list of replays.
     *
     * @param status empty: all
     */
    public record ReplayQuery(Optional<Status> status, Optional<Kind> kind) {}

    /** Creates a replay, or returns the existing one with this id. */
    public Replay begin(Replay.Id id, Replay.ReplayRequest order) {
        Replay begun = writes.write(sql -> {
            Instant now = clock.instant();
            ReplayRows.insert(sql, id, order, now);
            return find(sql, id).orElseThrow(() -> new IllegalStateException("replay " + id + " was not stored"));
        });
        LOG.info(
                "replay.begun replayId={} kind={} applicationId={} destinationId={}",
                id,
                order.kind().word(),
                order.application().map(Object::toString).orElse("-"),
                order.destination().map(Object::toString).orElse("-"));
        publisher.publishEvent(new Ordered());
        return begun;
    }

    public Optional<Replay> find(Replay.Id id) {
        return find(reads, id);
    }

    /** Cancels a running replay; empty when the id is unknown. Deliveries already due are still made. */
    public Optional<Replay> cancel(Replay.Id id) {
        return writes.write(sql -> {
            sql.sql("UPDATE replay SET status = 'cancelled', note = NULL, updated_at = ?"
                            + " WHERE id = ? AND status = 'running'")
                    .params(clock.millis(), id.value())
                    .update();
            return find(sql, id);
        });
    }

    /** Lists replays, sorted by creation time. */
    public Page<Replay> list(ReplayQuery wanted, PageRequest request) {
        Conditions conditions = new Conditions();
        wanted.status().ifPresent(status -> conditions.and("status = ?", status.word()));
        wanted.kind().ifPresent(kind -> conditions.and("kind = ?", kind.word()));
        return conditions.page(reads, "replay", "created_at", request, (row, number) -> ReplayRows.shown(row));
    }

    /** Returns the position of a replay in a list. */
    public static Position position(Replay replay) {
        return new Position(replay.state().createdAt(), replay.id().value());
    }

    private static Optional<Replay> find(JdbcClient sql, Replay.Id id) {
        return sql.sql("SELECT * FROM replay WHERE id = ?")
                .param(id.value())
                .query((row, number) -> ReplayRows.shown(row))
                .optional();
    }
}
