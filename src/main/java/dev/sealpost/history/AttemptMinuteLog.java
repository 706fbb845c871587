package dev.sealpost.history;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.record.DeliveryMetrics;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Queries the attempts per minute of the last two days. A few seconds behind, and without what a crash lost. */
@Component
public class AttemptMinuteLog {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final String SUMS = """
            SUM(succeeded) AS "succeeded", SUM(rejected) AS "rejected", SUM(gone) AS "gone", SUM(throttled) AS "throttled",
            SUM(timed_out) AS "timed-out", SUM(unreachable) AS "unreachable", SUM(blocked) AS "blocked",
            SUM(failed) AS "failed", SUM(dead) AS dead, SUM(cancelled) AS cancelled, SUM(duration_sum) AS duration_sum,
            MAX(duration_max) AS duration_max
            FROM attempt_minute""";

    private final JdbcClient reads;

    public AttemptMinuteLog(JdbcClient reads) {
        this.reads = reads;
    }

    /** Scope of a query. An application comprises its endpoints. */
    public sealed interface Of {

        record Everything() implements Of {}

        record OneApplication(ApplicationId id) implements Of {}

        record OneDestination(DestinationId id) implements Of {}
    }

    /**
     * Sums over a time span.
     *
     * @param attempts number of attempts by word of {@link AttemptOutcome}, complete
     * @param dead deliveries that ended as dead letters with an attempt
     * @param cancelled deliveries whose destination was deleted
     * @param durations total duration of all attempts
     */
    public record Sums(
            Map<String, Long> attempts, long dead, long cancelled, Duration durations, Duration longestDuration) {

        public Sums {
            attempts = Map.copyOf(attempts);
        }

        public long succeeded() {
            return attempts.getOrDefault("succeeded", 0L);
        }

        public long all() {
            return attempts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Attempts of one minute.
     *
     * @param start start of the minute
     */
    public record Minute(Instant start, Sums sums) {}

    /** Returns the minutes that began in this time span, oldest first, without empty ones. */
    public List<Minute> minutes(Of of, Instant since, Instant until) {
        Conditions conditions = conditions(of, since, until);
        return reads.sql("SELECT minute, " + SUMS + " " + conditions.where() + " GROUP BY minute ORDER BY minute")
                .params(conditions.parameters())
                .query((row, number) -> new Minute(Instant.ofEpochMilli(row.getLong("minute") * MINUTE), read(row)))
                .list();
    }

    /** Returns the sums over all these minutes. */
    public Sums sums(Of of, Instant since, Instant until) {
        Conditions conditions = conditions(of, since, until);
        return reads.sql("SELECT " + SUMS + " " + conditions.where())
                .params(conditions.parameters())
                .query((row, number) -> read(row))
                .single();
    }

    private static Conditions conditions(Of of, Instant since, Instant until) {
        Conditions conditions = new Conditions();
        switch (of) {
            case Of.Everything everything -> {}
            case Of.OneApplication(ApplicationId id) -> conditions.and("application_id = ?", id.value());
            case Of.OneDestination(DestinationId id) -> conditions.and("destination_id = ?", id.value());
        }
        return conditions.and(
                "minute >= ? AND minute <= ?",
                Math.ceilDiv(since.toEpochMilli(), MINUTE),
                Math.floorDiv(until.toEpochMilli(), MINUTE));
    }

    private static Sums read(ResultSet row) throws SQLException {
        Map<String, Long> attempts = new LinkedHashMap<>();
        for (String outcome : DeliveryMetrics.OUTCOMES) {
            attempts.put(outcome, row.getLong(outcome));
        }
        return new Sums(
                attempts,
                row.getLong("dead"),
                row.getLong("cancelled"),
                Duration.ofMillis(row.getLong("duration_sum")),
                Duration.ofMillis(row.getLong("duration_max")));
    }

    /** Pending deliveries of a destination: waiting, and leased by a node. */
    public record Pending(long waiting, long sending) {}

    public Pending pending(DestinationId destination) {
        return reads.sql("SELECT COUNT(*) AS total, COUNT(lease_token) AS leased FROM due_delivery"
                        + " WHERE destination_id = ?")
                .param(destination.value())
                .query((row, number) ->
                        new Pending(row.getLong("total") - row.getLong("leased"), row.getLong("leased")))
                .single();
    }
}
