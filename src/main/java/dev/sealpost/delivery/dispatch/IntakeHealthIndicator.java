package dev.sealpost.delivery.dispatch;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Red while events are not taken from the broker. The broker still keeps what is sent, so that readiness does not look at it. */
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
