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
 * The table {@code producer_floor}: for each run, up to which number everything was looked for, and how far it had come at later
 * times. What was given a number after a time was accepted after that time.
 */
public final class ProducerFloors {

    /** How long a dead run is remembered after its last number was looked for. */
    private static final Duration DEAD = Duration.ofDays(1);

    private final Map<String, NavigableMap<Instant, Long>> samples;

    private ProducerFloors(Map<String, NavigableMap<Instant, Long>> samples) {
        this.samples = samples;
    }

    /** A number of a run, and when everything up to it had been given out. */
    public record Sample(Instant time, long floor) {}

    static ProducerFloors load(JdbcClient sql) {
        Map<String, NavigableMap<Instant, Long>> samples = new TreeMap<>();
        sql.sql("SELECT run, sampled_at, floor FROM producer_floor").query(row -> {
            StoredValues values = new StoredValues(row);
            String run = values.text("run");
            Instant time = values.time("sampled_at");
            OptionalLong floor = values.number("floor");
            values.tell("producer_floor", run);
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

    /** The events with numbers that nobody has looked for were accepted after this; empty when there are none. */
    Optional<Instant> lookFrom() {
        return samples.values().stream()
                .filter(ofRun -> sample(ofRun.lastEntry()).floor()
                        > sample(ofRun.firstEntry()).floor())
                .map(NavigableMap::firstKey)
                .min(Instant::compareTo);
    }

    /** Up to where everything was looked for. */
    private Sample base(String run) {
        return sample(ofRun(run).firstEntry());
    }

    /** How far the run had come at this time; empty when there is nothing to look for. */
    Optional<Sample> target(String run, Instant time) {
        return Optional.ofNullable(ofRun(run).floorEntry(time))
                .map(ProducerFloors::sample)
                .filter(sample -> sample.floor() > base(run).floor());
    }

    /** What should be there up to the target and is not. */
    List<Range> missing(String run, Sample target, NumberRanges present) {
        return present.missing(new Range(base(run).floor() + 1, target.floor()));
    }

    /** Everything up to the target was looked for. */
    static void looked(JdbcClient sql, String run, Sample target) {
        sql.sql("DELETE FROM producer_floor WHERE run = ? AND sampled_at < ?")
                .params(run, target.time().toEpochMilli())
                .update();
    }

    /** Forgets runs of which nothing has to be looked for and nothing was heard for a day. */
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
            throw new IllegalStateException("a run has a sample");
        }
        return new Sample(entry.getKey(), entry.getValue());
    }

    private NavigableMap<Instant, Long> ofRun(String run) {
        NavigableMap<Instant, Long> ofRun = samples.get(run);
        if (ofRun == null) {
            throw new IllegalArgumentException("there is no run " + run);
        }
        return ofRun;
    }
}
