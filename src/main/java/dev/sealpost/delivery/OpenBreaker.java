package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;

/**
 * A circuit breaker of this node that is not closed.
 *
 * @param since when it opened first
 * @param until earliest time of the next probe; in the past while one is awaited
 */
public record OpenBreaker(DestinationId destination, Instant since, Instant until) {}
