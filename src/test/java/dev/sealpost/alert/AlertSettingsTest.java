package dev.sealpost.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class AlertSettingsTest {

    private static final String PREFIX = "sealpost.alerts";

    private static AlertSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(PREFIX, AlertSettings.class);
    }

    @Test
    void hasTheDefaultsThatTheFileNames() throws IOException {
        AlertSettings inFile = new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader()
                        .load("application", new FileSystemResource(Path.of("config/application.yaml")))
                        .getFirst()))
                .bind(PREFIX, Bindable.of(AlertSettings.class))
                .get();

        assertThat(inFile).isEqualTo(bind(Map.of()));
        assertThat(inFile)
                .isEqualTo(new AlertSettings(
                        "sealpost",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        new AlertSettings.FailureShare(0.5, Duration.ofMinutes(10), 50),
                        new AlertSettings.OldestPending(Duration.ofMinutes(15)),
                        new AlertSettings.DeadLetters(100, Duration.ofHours(1)),
                        new AlertSettings.FailingPoll(Duration.ofMinutes(15)),
                        new AlertSettings.LostTrigger(Duration.ofHours(1)),
                        new AlertSettings.Disk(Optional.empty()),
                        new AlertSettings.Backup(Duration.ofMinutes(30)),
                        new AlertSettings.Intake(Duration.ofSeconds(30)),
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "failure-share.above, 1.5, sealpost.alerts.failure-share.above must be from 0 to less than 1",
        "failure-share.above, -0.1, sealpost.alerts.failure-share.above must be from 0 to less than 1",
        "failure-share.within, 30s, sealpost.alerts.failure-share.within must be from 1m to 24h",
        "failure-share.at-least, 0, sealpost.alerts.failure-share.at-least must be at least 1",
        "dead-letters.within, 25h, sealpost.alerts.dead-letters.within must be from 1m to 24h",
        "dead-letters.above, -1, sealpost.alerts.dead-letters.above must be not negative",
        "oldest-pending.above, -1s, sealpost.alerts.oldest-pending.above must be not negative",
        "failing-poll.above, -1s, sealpost.alerts.failing-poll.above must be not negative",
        "lost-trigger.within, -1s, sealpost.alerts.lost-trigger.within must be not negative",
        "resolve-after, -1s, sealpost.alerts.resolve-after must be not negative",
        "backup.above, -1s, sealpost.alerts.backup.above must be not negative",
        "every, 1ms, sealpost.alerts.every must be at least 100ms",
        "application, app_1, a uid must not begin with app_"
    })
    void saysWhichKeyIsWrong(String key, String value, String problem) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + "." + key, value)))
                .rootCause()
                .hasMessageContaining(problem);
    }
}
