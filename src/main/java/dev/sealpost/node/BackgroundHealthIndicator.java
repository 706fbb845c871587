package dev.sealpost.node;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports down while background work fails repeatedly, with its name. */
@Component
class BackgroundHealthIndicator implements HealthIndicator {

    private final Background background;

    BackgroundHealthIndicator(Background background) {
        this.background = background;
    }

    @Override
    public Health health() {
        Map<String, String> failing = background.failing();
        return failing.isEmpty()
                ? Health.up().build()
                : Health.down().withDetails(failing).build();
    }
}
