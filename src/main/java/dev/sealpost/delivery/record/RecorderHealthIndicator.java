package dev.sealpost.delivery.record;

import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Reports DOWN while nothing can be recorded, with the reason: the database is unavailable or rejects every write. */
public final class RecorderHealthIndicator implements HealthIndicator {

    /** Failures resolved by one repetition are not reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Recorder recorder;

    public RecorderHealthIndicator(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public Health health() {
        return recorder.pauseReason(PATIENCE)
                .map(reason -> Health.down()
                        .withDetail("reason", "nothing can be recorded, events wait in the broker: " + reason))
                .orElseGet(Health::up)
                .build();
    }
}
