package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReplaySettingsTest {

    @Test
    void hasTheseDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new ReplaySettings(200, 200, Duration.ofDays(90), Duration.ofDays(30)));
    }

    @Test
    void namesTheKeyThatIsOutOfBounds() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.replay.rate", "0")))
                .hasStackTraceContaining("sealpost.replay.rate must be from 1 to 10000, but is 0");
        assertThatThrownBy(() -> bind(Map.of("sealpost.replay.backlog", "0")))
                .hasStackTraceContaining("sealpost.replay.backlog must be at least 1");
        assertThatThrownBy(() -> bind(Map.of("sealpost.replay.reach", "0s")))
                .hasStackTraceContaining("sealpost.replay.reach");
    }

    private static ReplaySettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.replay", ReplaySettings.class);
    }
}
