package dev.sealpost.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.sealpost.node.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;

class DemoInboxTest {

    private static final String PAYLOAD = "{\"total\": 1.10}";

    private DataDirectory data;
    private DemoSecret secret;

    @BeforeEach
    void open(@TempDir Path directory) {
        data = DataDirectory.open(directory);
        secret = new DemoSecret(data);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void takesWhatIsSignedWithTheSecret() throws Exception {
        assertThat(receive(new Webhook(secret.text()), PAYLOAD)).isEqualTo(204);
    }

    @Test
    void keepsTheSecretAcrossStarts() {
        assertThat(new DemoSecret(data).text()).isEqualTo(secret.text()).startsWith("whsec_");
    }

    @Test
    void refusesWhatWasChangedOnTheWay() throws Exception {
        assertThat(receive(new Webhook(secret.text()), "{\"total\": 1.1}")).isEqualTo(401);
    }

    @Test
    void refusesAnotherSecret() throws Exception {
        assertThat(receive(new Webhook("another secret of 24 bytes".getBytes(StandardCharsets.UTF_8)), PAYLOAD))
                .isEqualTo(401);
    }

    private int receive(Webhook signer, String received) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        HttpHeaders headers = new HttpHeaders();
        headers.set("Webhook-Id", "msg_1");
        headers.set("Webhook-Timestamp", Long.toString(now));
        headers.set("Webhook-Signature", signer.sign("msg_1", now, PAYLOAD));
        return new DemoInbox(secret)
                .receive(headers, received.getBytes(StandardCharsets.UTF_8))
                .getStatusCode()
                .value();
    }
}
