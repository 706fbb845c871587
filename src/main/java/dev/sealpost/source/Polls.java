package dev.sealpost.source;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The polls that run on this node, for health and metrics. */
public final class Polls {

    private final Clock clock;
    private final Map<PollLoop, String> running = new ConcurrentHashMap<>();

    Polls(Clock clock) {
        this.clock = clock;
    }

    PollStatus newStanding() {
        return new PollStatus(clock);
    }

    void started(PollLoop loop) {
        running.put(loop, loop.name());
    }

    void stopped(PollLoop loop) {
        running.remove(loop);
    }

    /** By name. */
    public Map<String, PollStatus> standings() {
        Map<String, PollStatus> standings = new TreeMap<>();
        running.forEach((loop, name) -> standings.put(name, loop.standing()));
        return standings;
    }

    /** How many cannot read now. */
    public long failing() {
        return running.keySet().stream()
                .filter(loop -> loop.standing().trouble().isPresent())
                .count();
    }

    /** The one that has not been able to read for longest, by its name. */
    public Optional<Map.Entry<String, PollStatus.Trouble>> longestTrouble() {
        return standings().entrySet().stream()
                .flatMap(poll -> poll.getValue().trouble().stream().map(trouble -> Map.entry(poll.getKey(), trouble)))
                .min(Comparator.comparing(poll -> poll.getValue().since()));
    }

    /** How far behind the one is that is furthest behind. */
    public Duration behind() {
        return running.keySet().stream()
                .map(loop -> loop.standing().behind())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
