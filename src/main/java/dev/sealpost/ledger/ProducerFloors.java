package dev.sealpost.ledger;

import dev.sealpost.database.StoredValues;
import dev.sealpost.event.NumberRanges;
import dev.sealpost.event.NumberRanges.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads and writes the table {@code producer_floor}: for each producer run, the sequence number up to which everything was
 * checked, and later samples of its progress. A number given out after a sample was accepted after its time.
 */
public final class ProducerFloors {

    /** Time after which a fully checked, inactive run is deleted. */
    private static final Duration DEAD = Duration.ofDays(1);

    private final Map<String, NavigableMap<Instant, Long>> samples;

    private ProducerFloors(Map<String, NavigableMap<Instant, Long>> samples) {
        this.samples = samples;
    }

    /** A sequence number, and the time at which all numbers up to it had been given out. */
    public record Sample(Instant time, long floor) {}

    static ProducerFloors load(JdbcClient sql) {
        Map<String, NavigableMap<Instant, Long>> samples = new TreeMap<>();
        sql.sql("SELECT run, sampled_at, floor FROM producer_floor").query(row -> {
            StoredValues values = new StoredValues(row);
            String run = values.text("run");
            Instant time = values.time("sampled_at");
            OptionalLong floor = values.number("floor");
            values.logFault("producer_floor", run);
            if (values.fault().isEmpty() && floor.isPresent()) {
                samples.computeIfAbsent(run, first -> new TreeMap<>()).put(time, floor.getAsLong());
            }
        });
        return new ProducerFloors(samples);
    }

    public static int add(JdbcClient sql, String run, Sample sample) {
        return sql.sql("INSERT INTO producer_floor (run, sampled_at, floor) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .params(run, sample.time().toEpochMilli(), sample.floor())
                .update();
    }

    List<String> runs() {
        return List.copyOf(samples.keySet());
    }

    /** Returns the time after which unchecked numbers were given out; empty when there are none. */
    Optional<Instant> uncheckedSince() {
        return samples.values().stream()
                .filter(ofRun -> sample(ofRun.lastEntry()).floor()
                        > sample(ofRun.firstEntry()).floor())
                .map(NavigableMap::firstKey)
                .min(Instant::compareTo);
    }

    /** Returns the sample up to which everything was checked. */
    private Sample base(String run) {
        return sample(ofRun(run).firstEntry());
    }

    /** Returns the progress of a run at this time; empty when everything was checked. */
    Optional<Sample> target(String run, Instant time) {
        return Optional.ofNullable(ofRun(run).floorEntry(time))
                .map(ProducerFloors::sample)
                .filter(sample -> sample.floor() > base(run).floor());
    }

    /** Returns the missing numbers up to the target. */
    List<Range> missing(String run, Sample target, NumberRanges present) {
        return present.missing(new Range(base(run).floor() + 1, target.floor()));
    }

    /** Records that everything up to the target was checked. */
    static void checked(JdbcClient sql, String run, Sample target) {
        sql.sql("DELETE FROM producer_floor WHERE run = ? AND sampled_at < ?")
                .params(run, target.time().toEpochMilli())
                .update();
    }

    /** Deletes fully checked runs that were inactive for a day. */
    void forgetDead(JdbcClient sql, String self, Instant now) {
        samples.forEach((run, ofRun) -> {
            if (!run.equals(self)
                    && ofRun.size() == 1
                    && ofRun.firstKey().plus(DEAD).isBefore(now)) {
                sql.sql("DELETE FROM producer_floor WHERE run = ?").param(run).update();
            }
        });
    }

    private static Sample sample(Map.@Nullable Entry<Instant, Long> entry) {
        if (entry == null) {
            throw new IllegalStateException("a producer run without samples");
        }
        return new Sample(entry.getKey(), entry.getValue());
    }

    private NavigableMap<Instant, Long> ofRun(String run) {
        NavigableMap<Instant, Long> ofRun = samples.get(run);
        if (ofRun == null) {
            throw new IllegalArgumentException("unknown producer run " + run);
        }
        return ofRun;
    }
}
