package dev.sealpost.source.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Polls running on this node, for health and metrics. */
@Component
public final class Polls {

    private final Clock clock;
    private final LongAdder pages = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final Map<PollLoop, String> running = new ConcurrentHashMap<>();

    Polls(Clock clock) {
        this.clock = clock;
    }

    PollStatus newStatus() {
        return new PollStatus(clock);
    }

    void started(PollLoop loop) {
        running.put(loop, loop.name());
    }

    void stopped(PollLoop loop) {
        running.remove(loop);
    }

    /** Counts a round that succeeded. */
    void read(RoundResult.Read page) {
        pages.increment();
        events.add(page.events());
    }

    /** Returns the rounds that succeeded since this node started. */
    public long pages() {
        return pages.sum();
    }

    /** Returns the events that rounds published since this node started, including repeats. */
    public long events() {
        return events.sum();
    }

    /** Returns the number of polls that this node backfills. */
    public long backfilling() {
        return running.keySet().stream()
                .filter(loop -> loop.status().backfilling().isPresent())
                .count();
    }

    /** Returns the status of each poll by name. */
    public Map<String, PollStatus> statuses() {
        Map<String, PollStatus> statuses = new TreeMap<>();
        running.forEach((loop, name) -> statuses.put(name, loop.status()));
        return statuses;
    }

    /** Returns the number of failing polls. */
    public long failing() {
        return running.keySet().stream()
                .filter(loop -> loop.status().failures().isPresent())
                .count();
    }

    /** Returns the poll that has been failing for longest, by name. */
    public Optional<Map.Entry<String, PollStatus.FailedRounds>> longestFailing() {
        return statuses().entrySet().stream()
                .flatMap(poll -> poll.getValue().failures().stream().map(failed -> Map.entry(poll.getKey(), failed)))
                .min(Comparator.comparing(poll -> poll.getValue().since()));
    }

    /** Returns the largest lag of all polls. */
    public Duration behind() {
        return running.keySet().stream()
                .map(loop -> loop.status().behind())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
