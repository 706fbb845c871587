package dev.sealpost.delivery.dispatch;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports DOWN while no events are pulled from the broker. Not part of readiness, because the broker still stores incoming
 * events.
 */
@Component
final class IntakeHealthIndicator implements HealthIndicator {

    private final IntakeStatus status;

    IntakeHealthIndicator(IntakeStatus status) {
        this.status = status;
    }

    @Override
    public Health health() {
        return status.standstill()
                .map(still -> {
                    Health.Builder health = Health.down()
                            .withDetail("reason", still.reason())
                            .withDetail("seconds", still.since().toSeconds());
                    still.messageId().ifPresent(id -> health.withDetail("messageId", id));
                    return health.build();
                })
                .orElseGet(() -> Health.up().build());
    }
}
