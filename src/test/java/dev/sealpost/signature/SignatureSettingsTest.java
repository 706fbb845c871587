package dev.sealpost.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SignatureSettingsTest {

    @Test
    void hasNoKeyByDefault() {
        assertThat(bind(Map.of()).encryptionKey()).isEmpty();
    }

    @Test
    void readsTheKey() {
        assertThat(bind(Map.of("sealpost.signature.encryption-key", "abc")).encryptionKey())
                .isEqualTo("abc");
    }

    private static SignatureSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sealpost.signature", SignatureSettings.class);
    }
}
