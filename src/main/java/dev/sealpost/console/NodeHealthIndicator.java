package dev.sealpost.console;

import dev.sealpost.node.FatalErrorHandler;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports down after a fatal error, shortly before the process ends. */
@Component
class NodeHealthIndicator implements HealthIndicator {

    private final FatalErrorHandler fatalErrors;

    NodeHealthIndicator(FatalErrorHandler fatalErrors) {
        this.fatalErrors = fatalErrors;
    }

    @Override
    public Health health() {
        return fatalErrors
                .reason()
                .map(reason -> Health.down().withDetail("reason", reason))
                .orElseGet(Health::up)
                .build();
    }
}
