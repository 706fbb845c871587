package dev.sealpost.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class DeploymentSettingsTest {

    private static DeploymentSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.deployment", DeploymentSettings.class);
    }

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new DeploymentSettings(Duration.ofSeconds(1), Duration.ofSeconds(60), 20));
    }

    @Test
    void hasTheDefaultsOfTheConfiguration() throws Exception {
        var file = new YamlPropertySourceLoader()
                .load("application", new FileSystemResource("config/application.yaml"))
                .getFirst();

        assertThat(bind(Map.of(
                        "sealpost.deployment.keep",
                        String.valueOf(file.getProperty("sealpost.deployment.keep")),
                        "sealpost.deployment.interval",
                        String.valueOf(file.getProperty("sealpost.deployment.interval")),
                        "sealpost.deployment.patience",
                        String.valueOf(file.getProperty("sealpost.deployment.patience")))))
                .isEqualTo(bind(Map.of()));
    }

    @Test
    void refusesAnIntervalOfZero() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.deployment.interval", "1ms")))
                .hasStackTraceContaining("at least 100ms");
    }
}
