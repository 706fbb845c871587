package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class EgressSettingsTest {

    @Test
    void hasTheseDefaults() {
        EgressSettings settings = bind(Map.of());

        assertThat(settings)
                .isEqualTo(new EgressSettings(
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        new EgressSettings.Webhooks(4096, 1024, Duration.ofSeconds(15), DataSize.ofKilobytes(64)),
                        new EgressSettings.Connectors(1024, 256, Duration.ofSeconds(60), DataSize.ofMegabytes(8))));
    }

    @Test
    void readsNetworksSeparatedByCommas() {
        assertThat(bind(Map.of("sealpost.egress.allow", "127.0.0.0/8, fd00::/8,"))
                        .allow())
                .containsExactly("127.0.0.0/8", "fd00::/8");
        assertThat(bind(Map.of("sealpost.egress.allow", "")).allow()).isEmpty();
    }

    @Test
    void refusesToStartWithABadNetworkAndSaysWhere() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.egress.allow", "127.0.0.0/8,10.0.0.0/33")))
                .rootCause()
                .hasMessageContaining("\"10.0.0.0/33\" is not a network");
        assertThatThrownBy(() -> bind(Map.of("sealpost.egress.allow", "10.0.0.0/33")))
                .hasStackTraceContaining("SEALPOST_EGRESS_ALLOW");
    }

    static EgressSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.egress", EgressSettings.class);
    }
}
