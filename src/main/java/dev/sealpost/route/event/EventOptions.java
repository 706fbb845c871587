package dev.sealpost.route.event;

import dev.sealpost.endpoint.PolicyOverride;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of an {@code event:} URI.
 *
 * @param application id or uid: whose events a route wants, or whose event is published
 * @param consuming those that {@code from:} alone knows
 */
record EventOptions(Optional<String> application, Consuming consuming) {

    /**
     * @param deadline for one run of the route, default 60 s
     * @param policy what the route wants otherwise than the settings say
     */
    record Consuming(Optional<Duration> deadline, PolicyOverride policy) {

        static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

        Duration deadlineOrDefault() {
            return deadline.orElse(DEFAULT_DEADLINE);
        }

        boolean isEmpty() {
            return deadline.isEmpty() && policy.equals(PolicyOverride.NONE);
        }
    }
}
