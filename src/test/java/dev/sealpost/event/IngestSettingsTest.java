package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT10M1S"})
    void refusesAWaitOutOfBoundsAndNamesTheKey(Duration wait) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new IngestSettings(wait))
                .withMessageContaining("sealpost.ingest.max-wait must be from 0s to 10m");
    }
}
