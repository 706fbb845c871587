package dev.sealpost.backup;

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
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.io.FileSystemResource;

class BackupSettingsTest {

    private static final String PREFIX = "sealpost.backup";

    private static BackupSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(PREFIX, BackupSettings.class);
    }

    @Test
    void hasTheDefaultsThatTheFileNames() throws IOException {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new YamlPropertySourceLoader()
                .load("application", new FileSystemResource(Path.of("config/application.yaml")))
                .getFirst());
        sources.addLast(new MapPropertySource("none", Map.of()));
        PropertySourcesPropertyResolver placeholders = new PropertySourcesPropertyResolver(sources);
        BackupSettings inFile = new Binder(
                        ConfigurationPropertySources.from(sources),
                        value -> value instanceof String text ? placeholders.resolvePlaceholders(text) : value)
                .bind(PREFIX, Bindable.of(BackupSettings.class))
                .get();

        assertThat(inFile).isEqualTo(bind(Map.of()));
        assertThat(inFile).isEqualTo(new BackupSettings("", "", 0));
        assertThat(inFile.directory(Path.of("/data"))).isEqualTo(Path.of("/data/backups"));
        assertThat(inFile.schedule()).isEmpty();
    }

    @Test
    void takesAnotherDirectoryAndASchedule() {
        BackupSettings settings = bind(Map.of(PREFIX + ".directory", "/backups", PREFIX + ".cron", "0 15 * * * *"));

        assertThat(settings.directory(Path.of("/data"))).isEqualTo(Path.of("/backups"));
        assertThat(settings.schedule()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"keep, -1, must be 0 or more", "cron, every day, six fields", "cron, 15 * * * *, six fields"})
    void refusesWhatMakesNoSense(String key, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + "." + key, value)))
                .rootCause()
                .hasMessageContaining(message);
    }
}
