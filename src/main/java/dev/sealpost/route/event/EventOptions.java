package dev.sealpost.route.event;

import dev.sealpost.delivery.Batching;
import dev.sealpost.endpoint.PolicyOverride;
import java.time.Duration;
import java.util.Optional;

/**
 * Options of an {@code event:} URI.
 *
 * @param application id or uid of the application whose events are consumed or published
 * @param consuming options of {@code from:} only
 */
record EventOptions(Optional<String> application, Consuming consuming) {

    /**
     * @param deadline deadline of one run of the route, default 60 s
     * @param policy overrides of the configured policy
     * @param batching batches in which events are consumed; empty: one at a time
     */
    record Consuming(Optional<Duration> deadline, PolicyOverride policy, Optional<Batching> batching) {

        static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

        Duration deadlineOrDefault() {
            return deadline.orElse(DEFAULT_DEADLINE);
        }

        boolean isEmpty() {
            return deadline.isEmpty() && policy.equals(PolicyOverride.NONE) && batching.isEmpty();
        }
    }
}
