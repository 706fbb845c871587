package dev.sealpost.source;

import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Says which polls cannot read, and why. Never red: somebody else's database or API that is away is no reason to send no
 * traffic to this node.
 */
final class PollsHealthIndicator implements HealthIndicator {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Polls polls;

    PollsHealthIndicator(Polls polls) {
        this.polls = polls;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        polls.standings()
                .forEach((name, standing) -> health.withDetail(
                        name,
                        standing.trouble()
                                .map(trouble -> "failing since " + trouble.since() + ", " + trouble.failures()
                                        + " times: " + trouble.reason())
                                .orElseGet(() -> standing.behind().compareTo(LONG) < 0
                                        ? "up"
                                        : "busy for " + standing.behind())));
        return health.build();
    }
}
