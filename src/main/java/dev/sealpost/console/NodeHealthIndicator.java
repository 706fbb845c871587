package dev.sealpost.console;

import dev.sealpost.node.FatalErrorHandler;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Red when a part of this node cannot go on, which is the last thing it says before its process ends. */
@Component
class NodeHealthIndicator implements HealthIndicator {

    private final FatalErrorHandler breakdown;

    NodeHealthIndicator(FatalErrorHandler breakdown) {
        this.breakdown = breakdown;
    }

    @Override
    public Health health() {
        return breakdown
                .reason()
                .map(reason -> Health.down().withDetail("reason", reason))
                .orElseGet(Health::up)
                .build();
    }
}
