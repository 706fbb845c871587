package dev.sealpost.source.poll;

import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports failing polls and their reasons. Always UP: an unavailable external database or API is no reason to take traffic from
 * this node.
 */
@Component
final class PollsHealthIndicator implements HealthIndicator {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Polls polls;

    PollsHealthIndicator(Polls polls) {
        this.polls = polls;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        polls.statuses().forEach((name, status) -> health.withDetail(name, word(status)));
        return health.build();
    }

    private static String word(PollStatus status) {
        return status.failures()
                .map(failed ->
                        "failing since " + failed.since() + ", " + failed.failures() + " times: " + failed.reason())
                .or(() -> status.backfilling().map(progress -> "backfilling, " + progress))
                .orElseGet(() -> status.behind().compareTo(LONG) < 0 ? "up" : "busy for " + status.behind());
    }
}
