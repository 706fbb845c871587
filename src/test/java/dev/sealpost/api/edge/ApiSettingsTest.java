package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.event.message.UnknownMembers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ApiSettingsTest {

    @Test
    void hasTheseDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new ApiSettings(
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(30),
                        50_000,
                        DataSize.ofMegabytes(64),
                        10_000,
                        20_000,
                        UnknownMembers.REFUSE));
    }

    @ParameterizedTest
    @CsvSource({
        "ingest-rate,-1",
        "ingest-rate,1000001",
        "ingest-burst,0",
        "ingest-burst,1000001",
        "body-timeout,PT0.9S",
        "body-timeout,PT11M"
    })
    void refusesALimitOutOfBoundsAndNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("sealpost.api." + key, value)))
                .rootCause()
                .hasMessageContaining("sealpost.api." + key)
                .hasMessageContaining(value);
    }

    private static ApiSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.api", ApiSettings.class);
    }
}
