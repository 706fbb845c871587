package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sealpost.application.ApplicationId;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionKeyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SEALED = "SELECT hex(secret) || hex(signing) || hex(headers) FROM endpoint";

    @Test
    void isReplacedWithoutALostSecret(@TempDir Path data) throws Exception {
        Inbox inbox = new Inbox();
        inbox.answers("/mine", Inbox.status(200));
        ApplicationId application;
        String former;
        String current;
        String sealed;
        try (Node node = new Node(data)) {
            application = node.anApplication("acme");
            String endpoints = "/app/acme/endpoint";
            node.call(
                    "POST",
                    endpoints,
                    "{\"uid\":\"mine\",\"url\":\"" + inbox.url("/mine") + "\",\"headers\":{\"X-Api-Key\":\"k-1\"}}");
            former = node.call("GET", endpoints + "/mine/secret", "").get("key").asText();
            current = node.call("POST", endpoints + "/mine/secret/rotate", "{}")
                    .get("key")
                    .asText();
            sealed = node.ids(SEALED).getFirst();
        }

        Files.move(data.resolve("encryption-key"), data.resolve("encryption-key.previous"));
        try (Node node = new Node(data)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !node.ids(SEALED).getFirst().equals(sealed));
        }
        Files.delete(data.resolve("encryption-key.previous"));

        try (Node node = new Node(data)) {
            node.publish(application, "{\"orderId\":1}");
            Awaitility.await().atMost(PATIENCE).until(() -> !inbox.at("/mine").isEmpty());
        }
        Inbox.Received received = inbox.at("/mine").getFirst();
        assertThat(received.header("x-api-key")).isEqualTo("k-1");
        verify(current, received);
        verify(former, received);
        assertThatThrownBy(() -> verify("whsec_" + "A".repeat(32), received))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(String secret, Inbox.Received received) throws Exception {
        new Webhook(secret)
                .verify(
                        new String(received.body(), StandardCharsets.UTF_8),
                        HttpHeaders.of(received.headers(), (name, value) -> true));
    }
}
