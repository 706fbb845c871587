package dev.sealpost.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class TransformSettingsTest {

    @Test
    void hasTheseDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new TransformSettings(Duration.ofSeconds(2), DataSize.ofMegabytes(16), 2));
    }

    @Test
    void namesTheKeyThatIsOutOfBounds() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.transform.timeout", "11s")))
                .hasStackTraceContaining("sealpost.transform.timeout must be from 100ms to 10s");
        assertThatThrownBy(() -> bind(Map.of("sealpost.transform.memory", "1MB")))
                .hasStackTraceContaining("sealpost.transform.memory must be from 4MB to 256MB");
        assertThatThrownBy(() -> bind(Map.of("sealpost.transform.concurrency", "0")))
                .hasStackTraceContaining("sealpost.transform.concurrency must be from 1 to 64");
    }

    private static TransformSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.transform", TransformSettings.class);
    }
}
