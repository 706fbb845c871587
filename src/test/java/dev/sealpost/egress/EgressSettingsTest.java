package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                        new EgressSettings.Proxy("", "", "", List.of()),
                        new EgressSettings.Webhooks(
                                4096, 1024, Duration.ofSeconds(15), DataSize.ofKilobytes(64), false),
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://proxy:3128        | the scheme https of the proxy is not supported: use http or socks5",
                "socks5h://proxy:1080      | the scheme socks5h of the proxy is not supported: use http or socks5",
                "http://proxy              | the URL of the proxy is http://host:port or socks5://host:port",
                "proxy:3128                | the URL of the proxy is http://host:port or socks5://host:port",
                "http://me:secret@proxy:1  | the URL of the proxy is http://host:port or socks5://host:port",
                "http://proxy:1/path       | the URL of the proxy is http://host:port or socks5://host:port"
            })
    void refusesToStartWithABadProxy(String url, String reason) {
        assertThatThrownBy(() -> bind(Map.of("sealpost.egress.proxy.url", url)))
                .rootCause()
                .hasMessageStartingWith(reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesALoginThatWouldNotBeUsed() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.egress.proxy.username", "me")))
                .rootCause()
                .hasMessageContaining("need sealpost.egress.proxy.url");
        assertThatThrownBy(() -> bind(Map.of(
                        "sealpost.egress.proxy.url", "socks5://proxy:1080", "sealpost.egress.proxy.username", "me")))
                .rootCause()
                .hasMessageContaining("SOCKS");
    }

    @Test
    void refusesABadExclusion() {
        assertThatThrownBy(() -> bind(Map.of("sealpost.egress.proxy.exclude", "example.com,a b")))
                .rootCause()
                .hasMessageStartingWith("\"a b\" is neither a host");
    }

    static EgressSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.egress", EgressSettings.class);
    }
}
