package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.gate.FlowControl;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.node.FailureGuard;
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
 * Brings forward rows that wait for a slot of a rate limiter after its rate was raised or it was removed. After a lower rate
 * nothing moves: a row that is due too early waits for its token.
 */
final class RetimeThrottled {

    private static final Logger LOG = LoggerFactory.getLogger(RetimeThrottled.class);
    private static final int PAGE = 500;
    private static final Duration WRITE = Duration.ofMillis(10);

    /** Reasons of rows whose due time is a slot of the rate limiter, as {@link FlowControl#delayOfRow} assigns it. */
    private static final Set<String> SLOT_REASONS =
            Set.of("throttled", "backlog", "in-flight-cap", "unsteady", "node-busy");

    /** Pages over all rows, whatever their reason: every page costs the same. */
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
    private final DestinationLookup destinations;
    private final Backlog backlog;
    private final Gate gate;
    private final RowClock clock;
    private final Map<DestinationId, Optional<Throttle>> throttles = new HashMap<>();

    RetimeThrottled(
            JdbcClient reads,
            Writes writes,
            DestinationLookup destinations,
            Backlog backlog,
            Gate gate,
            RowClock clock) {
        this.reads = reads;
        this.writes = writes;
        this.destinations = destinations;
        this.backlog = backlog;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Finds rate limits raised since the last run, and reschedules their rows. A failed destination is repeated in the next
     * run and does not stop the others. Called by one thread.
     */
    void run() {
        Set<DestinationId> waiting = backlog.destinations();
        throttles.keySet().retainAll(waiting);
        for (DestinationId destination : waiting) {
            FailureGuard.run(
                    () -> check(destination),
                    e -> LOG.warn("delivery.retime-failed destinationId={} reason={}", destination, e.toString()));
        }
    }

    private void check(DestinationId destination) {
        Optional<Throttle> now =
                destinations.destination(destination).policy().load().throttle();
        if (isRaised(destination, now)) {
            retime(destination, now);
        }
        throttles.put(destination, now);
    }

    private boolean isRaised(DestinationId destination, Optional<Throttle> now) {
        if (!throttles.containsKey(destination)) {
            // The limit may have changed while no node ran.
            return clock.of(backlog.lastSlot(destination)).isAfter(clock.instant());
        }
        return throttles
                .getOrDefault(destination, Optional.empty())
                .filter(before -> isMore(now, before))
                .isPresent();
    }

    private static boolean isMore(Optional<Throttle> now, Throttle before) {
        return now.isEmpty() || now.get().perSecond() > before.perSecond();
    }

    private record Row(String event, long due, boolean hasSlot) {}

    private record Move(String event, long from, long to) {}

    /** Gives every row with a slot the slot that the current rate would assign, if earlier. */
    void retime(DestinationId destination, Optional<Throttle> throttle) {
        long start = clock.millis();
        Chunks chunks = new Chunks(writes, WRITE, PAGE, () -> Chunks.LONG_REST);
        long moved = 0;
        int slots = 0;
        long last = start;
        Row after = new Row("", start, false);
        List<Row> page;
        int size;
        do {
            size = chunks.rows();
            page = after(destination, start, after, size);
            List<Move> moves = new ArrayList<>();
            for (Row row : page) {
                if (row.hasSlot()) {
                    long slot = start + untilSlot(throttle, slots++);
                    last = Math.min(row.due(), slot);
                    if (slot < row.due()) {
                        moves.add(new Move(row.event(), row.due(), slot));
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
        backlog.slotsEnd(destination, Instant.ofEpochMilli(last));
        gate.retimed(destination, slots);
        LOG.info("delivery.retimed destinationId={} deliveries={} of={}", destination, moved, slots);
    }

    /** Returns the milliseconds until the token of the row at this position is available; the burst goes to the first rows. */
    private static long untilSlot(Optional<Throttle> throttle, int position) {
        return throttle.map(limit -> (long) (Math.max(0, position - limit.burst() + 1) * 1_000 / limit.perSecond()))
                .orElse(0L);
    }

    private List<Row> after(DestinationId destination, long start, Row after, int size) {
        return reads.sql(AFTER)
                .params(destination.value(), start, after.due(), after.event(), size)
                .query((row, number) -> new Row(
                        row.getString("event_id"),
                        row.getLong("due_at"),
                        row.getString("lease_token") == null && SLOT_REASONS.contains(row.getString("reason"))))
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
