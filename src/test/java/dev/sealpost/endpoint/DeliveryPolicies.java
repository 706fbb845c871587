package dev.sealpost.endpoint;

import java.time.Duration;
import java.util.List;

/** Policies for tests. */
public final class DeliveryPolicies {

    public static final DeliveryPolicy DEFAULT =
            DeliveryPolicy.plain(new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), 0.2), 16);

    private DeliveryPolicies() {}
}
