package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.gate.FlowControl;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings rows forward that a throttle gave a turn, when it lets more through than it did, or is there no more. After one that lets
 * less through, nothing has to move: a row that is due too early waits for its token where it is.
 */
final class RetimeThrottled {

    private static final Logger LOG = LoggerFactory.getLogger(RetimeThrottled.class);
    private static final int PAGE = 500;
    private static final Duration WRITE = Duration.ofMillis(10);

    /** Reasons that a row has whose time is the turn of a throttle, as {@link FlowControl#putOff} gives it. */
    private static final Set<String> TURNS = Set.of("throttled", "backlog", "in-flight-cap", "unsteady", "node-busy");

    /** Whatever their reason: a page costs the same wherever it is. */
    private static final String AFTER = """
            SELECT event_id, due_at, reason, lease_token FROM due_delivery
            WHERE destination_id = ? AND due_at >= ? AND (due_at, event_id) > (?, ?)
            ORDER BY due_at, event_id LIMIT ?
            """;

    private static final String MOVE = """
            UPDATE due_delivery SET due_at = ?
            WHERE event_id = ? AND destination_id = ? AND due_at = ? AND lease_token IS NULL
            """;

    private final JdbcClient reads;
    private final Writes writes;
    private final DestinationLookup admission;
    private final Backlog backlog;
    private final Gate gate;
    private final RowClock clock;
    private final Map<DestinationId, Optional<Throttle>> seen = new HashMap<>();

    /** Where it reads and writes. */
    record Store(JdbcClient reads, Writes writes) {}

    RetimeThrottled(Store store, DestinationLookup admission, Backlog backlog, Gate gate, RowClock clock) {
        this.reads = store.reads();
        this.writes = store.writes();
        this.admission = admission;
        this.backlog = backlog;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Looks for throttles that were raised since the last look, and sees to their rows. One that fails is looked at again the
     * next time, and the others are seen to. Called by one thread.
     */
    void look() {
        Set<DestinationId> waiting = backlog.destinations();
        seen.keySet().retainAll(waiting);
        for (DestinationId destination : waiting) {
            try {
                look(destination);
            } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                LOG.warn("delivery.retime-failed destinationId={} reason={}", destination, e.toString());
            }
        }
    }

    private void look(DestinationId destination) {
        Optional<Throttle> now =
                admission.destination(destination).policy().load().throttle();
        if (isRaised(destination, now)) {
            retime(destination, now);
        }
        seen.put(destination, now);
    }

    private boolean isRaised(DestinationId destination, Optional<Throttle> now) {
        if (!seen.containsKey(destination)) {
            // It may have been changed while no node ran.
            return clock.of(backlog.lastTurn(destination)).isAfter(clock.instant());
        }
        return seen.getOrDefault(destination, Optional.empty())
                .filter(before -> isMore(now, before))
                .isPresent();
    }

    private static boolean isMore(Optional<Throttle> now, Throttle before) {
        return now.isEmpty() || now.get().perSecond() > before.perSecond();
    }

    private record Row(String event, long due, boolean hasTurn) {}

    private record Move(String event, long from, long to) {}

    /** Gives every row that has a turn the one that it would have been given today, where that is sooner. */
    void retime(DestinationId destination, Optional<Throttle> throttle) {
        long start = clock.millis();
        Chunks chunks = new Chunks(writes, WRITE, PAGE, () -> Chunks.LONG_REST);
        long moved = 0;
        int turns = 0;
        long last = start;
        Row after = new Row("", start, false);
        List<Row> page;
        int size;
        do {
            size = chunks.rows();
            page = after(destination, start, after, size);
            List<Move> moves = new ArrayList<>();
            for (Row row : page) {
                if (row.hasTurn()) {
                    long turn = start + untilTurn(throttle, turns++);
                    last = Math.min(row.due(), turn);
                    if (turn < row.due()) {
                        moves.add(new Move(row.event(), row.due(), turn));
                    }
                }
                after = row;
            }
            if (!moves.isEmpty()) {
                moved += chunks.write(sql -> move(sql, destination, moves));
                backlog.added(
                        destination,
                        clock.onNode(Instant.ofEpochMilli(moves.getFirst().to())));
            }
        } while (page.size() == size && !Thread.currentThread().isInterrupted());
        backlog.turnsEnd(destination, Instant.ofEpochMilli(last));
        gate.retimed(destination, turns);
        LOG.info("delivery.retimed destinationId={} deliveries={} of={}", destination, moved, turns);
    }

    /** Milliseconds until the token of the row in this place is there; what was saved goes to the first. */
    private static long untilTurn(Optional<Throttle> throttle, int place) {
        return throttle.map(limit -> (long) (Math.max(0, place - limit.burst() + 1) * 1_000 / limit.perSecond()))
                .orElse(0L);
    }

    private List<Row> after(DestinationId destination, long start, Row after, int size) {
        return reads.sql(AFTER)
                .params(destination.value(), start, after.due(), after.event(), size)
                .query((row, number) -> new Row(
                        row.getString("event_id"),
                        row.getLong("due_at"),
                        row.getString("lease_token") == null && TURNS.contains(row.getString("reason"))))
                .list();
    }

    private static int move(JdbcClient sql, DestinationId destination, List<Move> moves) {
        int moved = 0;
        for (Move each : moves) {
            moved += sql.sql(MOVE)
                    .params(each.to(), each.event(), destination.value(), each.from())
                    .update();
        }
        return moved;
    }
}
