package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.BrokerSettings.Clients;
import dev.sealpost.broker.BrokerSettings.External;
import dev.sealpost.broker.BrokerSettings.Producer;
import dev.sealpost.broker.BrokerSettings.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class BrokerSettingsTest {

    @Test
    void hasTheseDefaults() {
        assertThat(Brokers.settings("minimum-free-disk=1GB"))
                .isEqualTo(new BrokerSettings(
                        "127.0.0.1",
                        61616,
                        5672,
                        0,
                        0,
                        DataSize.ofGigabytes(1),
                        Duration.ofSeconds(10),
                        new Tls("", "", "", ""),
                        new Clients(1000, Duration.ofSeconds(60), DataSize.ofMegabytes(2), DataSize.ofMegabytes(16)),
                        Map.of(),
                        External.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "clients.connections=0, clients.connections must be at least 1",
        "clients.silence=10s, clients.silence must be from 60s to 1d",
        "clients.largest-frame=100KB, clients.largest-frame must be from 256KB to 256MB",
    })
    void refusesLimitsThatWouldCutOffEverybody(String setting, String reason) {
        assertThatThrownBy(() -> Brokers.settings(setting)).rootCause().hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"mqtt-port=1883", "stomp-port=61613", "tls.key-store=a.p12", "producers.shop.password=x"})
    void refusesWhatAnExternalBrokerWouldNotHeed(String setting) {
        assertThatThrownBy(() -> Brokers.settings("external.url=tcp://broker:61616", setting))
                .rootCause()
                .hasMessageContaining("docs/cluster.md");
    }

    @Test
    void showsNoPassword() {
        assertThat(Brokers.settings("producers.shop.password=secret", "tls.key-store=a.p12", "tls.password=secret")
                        .toString())
                .contains("shop", "a.p12")
                .doesNotContain("secret");
    }

    private static void users(Producer producer, String name) {
        Producers.users(Map.of(name, producer), Map.of());
    }

    @Test
    void takesThePasswordOfAProducerFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "secret\n");

        var users = Producers.users(Map.of("shop", new Producer("", file.toString())), Map.of());

        assertThat(users.getUser("shop").getPassword()).isEqualTo("secret");
        assertThat(users.getRole("shop")).containsExactly("producer");
    }

    @Test
    void saysWhatIsWrongWithAProducer(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> users(new Producer("", ""), "shop"))
                .hasMessageContaining("sealpost.broker.producers.shop needs either a password or a password-file");
        assertThatThrownBy(() -> users(new Producer("a", "b"), "shop")).hasMessageContaining("needs either");
        assertThatThrownBy(() -> users(new Producer("a", ""), "sealpost")).hasMessageContaining("reserved name");
        assertThatThrownBy(
                        () -> users(new Producer("", folder.resolve("missing").toString()), "shop"))
                .hasMessageContaining("password-file: " + folder.resolve("missing") + " does not exist");
        assertThatThrownBy(() -> users(new Producer("", empty.toString()), "shop"))
                .hasMessageContaining("is empty");
    }
}
