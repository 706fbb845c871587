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

/** The attempts of the last two days by the minute, for reading. A few seconds late, and without what a crash lost. */
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

    /** Whose attempts. Those of an application are those of its endpoints. */
    public sealed interface Of {

        record Everything() implements Of {}

        record OneApplication(ApplicationId id) implements Of {}

        record OneDestination(DestinationId id) implements Of {}
    }

    /**
     * What happened in some time.
     *
     * @param attempts by the words of {@link AttemptOutcome}, each of them
     * @param dead deliveries that ended as dead letters with an attempt
     * @param cancelled deliveries whose destination was deleted
     * @param durations of all attempts together
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
     * The attempts of one minute.
     *
     * @param start of the minute
     */
    public record Minute(Instant start, Sums sums) {}

    /** Of the minutes that began in this time, oldest first; a minute without attempts is not there. */
    public List<Minute> minutes(Of of, Instant since, Instant until) {
        Conditions conditions = conditions(of, since, until);
        return reads.sql("SELECT minute, " + SUMS + " " + conditions.where() + " GROUP BY minute ORDER BY minute")
                .params(conditions.parameters())
                .query((row, number) -> new Minute(Instant.ofEpochMilli(row.getLong("minute") * MINUTE), read(row)))
                .list();
    }

    /** Of all these minutes together. */
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

    /** Deliveries of a destination that wait now, and those of them that this or another node has taken up. */
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
