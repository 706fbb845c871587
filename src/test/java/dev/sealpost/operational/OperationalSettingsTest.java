package dev.sealpost.operational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class OperationalSettingsTest {

    private static final String PREFIX = "sealpost.operational";

    private static OperationalSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(PREFIX, OperationalSettings.class);
    }

    @Test
    void hasTheDefaultsThatTheFileNames() throws IOException {
        OperationalSettings inFile = new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader()
                        .load("application", new FileSystemResource(Path.of("config/application.yaml")))
                        .getFirst()))
                .bind(PREFIX, Bindable.of(OperationalSettings.class))
                .get();

        assertThat(inFile).isEqualTo(bind(Map.of()));
        assertThat(inFile).isEqualTo(new OperationalSettings(true, "sealpost", 4, 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "failing-attempt, 0, sealpost.operational.failing-attempt must be at least 1",
        "waiting, 0, sealpost.operational.waiting must be from 1 to 1000000",
        "waiting, 1000001, sealpost.operational.waiting must be from 1 to 1000000",
        "application, app_1, a uid must not begin with app_"
    })
    void refusesWhatMakesNoSense(String key, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + "." + key, value)))
                .rootCause()
                .hasMessageContaining(message);
    }
}
