package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class ReloadSettingsTest {

    private static ReloadSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.routes.reload", ReloadSettings.class);
    }

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new ReloadSettings(true, Duration.ofSeconds(1), Duration.ofSeconds(60)));
    }

    @Test
    void hasTheDefaultsOfTheConfiguration() throws Exception {
        var file = new YamlPropertySourceLoader()
                .load("application", new FileSystemResource("config/application.yaml"))
                .getFirst();

        assertThat(bind(Map.of(
                        "sealpost.routes.reload.enabled",
                        String.valueOf(file.getProperty("sealpost.routes.reload.enabled")),
                        "sealpost.routes.reload.interval",
                        String.valueOf(file.getProperty("sealpost.routes.reload.interval")),
                        "sealpost.routes.reload.patience",
                        String.valueOf(file.getProperty("sealpost.routes.reload.patience")))))
                .isEqualTo(bind(Map.of()));
    }

    @Test
    void refusesAnIntervalOfZero() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.routes.reload.interval", "1ms")))
                .hasStackTraceContaining("at least 100ms");
    }
}
