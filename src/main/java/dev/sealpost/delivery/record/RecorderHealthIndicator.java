package dev.sealpost.delivery.record;

import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Red while nothing can be recorded, with the reason: the database is gone, or takes nothing, such as for want of a right. */
public final class RecorderHealthIndicator implements HealthIndicator {

    /** What is repeated once and goes through is no news. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Recorder recorder;

    public RecorderHealthIndicator(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public Health health() {
        return recorder.waitsFor(PATIENCE)
                .map(reason -> Health.down()
                        .withDetail("reason", "nothing can be recorded, and events wait in the broker: " + reason))
                .orElseGet(Health::up)
                .build();
    }
}
